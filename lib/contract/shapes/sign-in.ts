import { z } from "zod";
import { roles, type Role } from "../permissions";

const isoTime = z.iso.datetime();
const idNumber = z.int().positive();
const role = z.enum(Object.keys(roles) as [Role, ...Role[]]);
const email = z.string().trim().min(3).max(254).describe("An e-mail address; letter case does not matter");
const password = z.string().min(12).max(1_024).describe("At least 12 characters");
const givenPassword = z.string().max(1_024);
const personName = z.string().trim().max(100);
const token = z.string().min(1).max(200).describe("What stands after # in the link");
const code = z.string().trim().min(1).max(40).describe("The six digits that the authenticator app shows");

export const nothing = z.strictObject({});

// Without an account --------------------------------------------------------------------------------------------------

export const signInMethods = z.strictObject({
  password: z.literal(true),
  oidc: z.strictObject({ name: z.string() }).nullable().describe("The identity provider, by what its button says"),
  firstRun: z.boolean().describe("Nobody is here yet; the first person comes in at /welcome"),
  mail: z.boolean().describe("Whether links are mailed"),
});
export const resetBody = z.strictObject({ email });
export const resetConfirmBody = z.strictObject({ token, password });
export const emailOnly = z.strictObject({ email: z.string() });
export const invitationTokenBody = z.strictObject({ token });
export const openInvitation = z.strictObject({
  accountName: z.string(),
  email: z.string(),
  role,
  invitedBy: z.string(),
  expiresAt: isoTime,
  known: z
    .boolean()
    .describe("Whether the person has a sign-in already and shows their password instead of setting one"),
});
export const acceptBody = z.strictObject({
  token,
  password: givenPassword.optional(),
  firstName: personName.optional(),
  lastName: personName.optional(),
});
export const joined = z.strictObject({ accountId: idNumber, email: z.string() });
export const firstRunBody = z.strictObject({
  token: token.describe("From the server's log"),
  accountName: z.string().trim().min(1).max(255),
  email,
  password,
  firstName: personName.optional(),
  lastName: personName.optional(),
  termsAccepted: z.boolean().describe("Whether the terms of the API are accepted; without them it answers 412"),
});

// Invitations ---------------------------------------------------------------------------------------------------------

export const invitationBody = z.strictObject({
  email,
  role,
  connectionRoles: z
    .array(z.strictObject({ connectionId: idNumber, role }))
    .max(1_000)
    .optional(),
});
export const newInvitation = z.strictObject({
  id: idNumber,
  email: z.string(),
  role,
  link: z.string().describe("Shown once; it lets the person in once"),
  mailed: z.boolean(),
  expiresAt: isoTime,
});
export const invitationsList = z.strictObject({
  data: z.array(
    z.strictObject({
      id: idNumber,
      email: z.string(),
      role,
      createdBy: z.string(),
      createdAt: isoTime,
      expiresAt: isoTime,
      acceptedAt: isoTime.nullable(),
    }),
  ),
});

// Profile -------------------------------------------------------------------------------------------------------------

export const profile = z.strictObject({
  id: idNumber,
  email: z.string(),
  firstName: z.string(),
  lastName: z.string(),
  hasPassword: z.boolean(),
  twoFactor: z.boolean(),
  recoveryCodesLeft: z.int(),
  accounts: z.array(z.strictObject({ id: idNumber, name: z.string(), role, timeZone: z.string() })),
  signInId: z.uuid(),
});
export const profileChange = z.strictObject({ firstName: personName.optional(), lastName: personName.optional() });
export const passwordChange = z.strictObject({
  current: givenPassword.optional().describe("Needed by whoever has a password"),
  next: password,
});
export const passwordChanged = z.strictObject({ endedSignIns: z.int() });
export const signInsList = z.strictObject({
  data: z.array(
    z.strictObject({
      id: z.uuid(),
      device: z.string(),
      address: z.string(),
      method: z.enum(["password", "oidc"]),
      createdAt: isoTime,
      lastSeenAt: isoTime,
      current: z.boolean(),
    }),
  ),
});
export const signInsEnded = z.strictObject({ ended: z.int() });
export const secondFactorBegun = z.strictObject({
  secret: z.string(),
  uri: z.string(),
  qr: z.array(z.string()).describe("The modules of the QR code, row by row; 1 is dark"),
});
export const codeBody = z.strictObject({ code });
export const recoveryCodes = z.strictObject({ recoveryCodes: z.array(z.string()) });
export const secondFactorProof = z
  .strictObject({ code: code.optional(), recoveryCode: code.optional(), password: givenPassword.optional() })
  .refine((given) => Object.keys(given).length === 1, "send one of code, recoveryCode and password");
