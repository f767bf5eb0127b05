import { redirect } from "next/navigation";

type PageProps = { params: Promise<{ account: string; connectionId: string; resourceId: string }> };

/** A resource is first of all its records. */
export default async function Page({ params }: PageProps) {
  const { account, connectionId, resourceId } = await params;
  redirect(`/a/${account}/connections/${connectionId}/resources/${resourceId}/records`);
}
