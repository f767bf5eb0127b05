import { viewerOf } from "@/lib/guard/page";

type HomePageProps = { params: Promise<{ account: string }> };

/** The first page of an account. */
export default async function HomePage({ params }: HomePageProps) {
  const { account, role } = await viewerOf(Number((await params).account));
  return (
    <div className="p-6">
      <h1 className="text-title font-semibold">{account.name}</h1>
      <p className="text-body text-ink-soft">You are here as {role}.</p>
    </div>
  );
}
