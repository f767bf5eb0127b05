import type { OAuthConfig } from "next-auth/providers/oauth";
import { providerSettings } from "@/lib/accounts/methods";
import { signInByProvider } from "@/lib/accounts/provider/sign-in";
import type { Caller } from "@/lib/accounts/sign-ins/sign-in";

/** What a provider says of a person, as far as it is read. */
type Claims = {
  sub: string;
  email?: string;
  email_verified?: boolean;
  given_name?: string;
  family_name?: string;
};

/** The identity provider of the settings, as next-auth takes it: PKCE, state and nonce are all checked. */
export function providersOfSettings(): OAuthConfig<Claims>[] {
  const provider = providerSettings();
  if (!provider) return [];
  return [
    {
      id: "oidc",
      name: provider.name,
      type: "oauth",
      wellKnown: `${provider.issuer.replace(/\/$/, "")}/.well-known/openid-configuration`,
      issuer: provider.issuer,
      clientId: provider.id,
      clientSecret: provider.secret,
      authorization: { params: { scope: "openid email profile" } },
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      profile: ({ sub, email }) => ({ id: sub, email }),
    },
  ];
}

/** Opens a sign-in for whom the provider vouches for; answers its id. Throws SignInRefused. */
export async function signInOf(caller: Caller, profile: unknown): Promise<string> {
  const { sub, email, email_verified, given_name = "", family_name = "" } = profile as Claims;
  return signInByProvider(caller, {
    issuer: providerSettings()?.issuer ?? "",
    subject: sub,
    email,
    emailVerified: email_verified === true,
    firstName: given_name,
    lastName: family_name,
  });
}
