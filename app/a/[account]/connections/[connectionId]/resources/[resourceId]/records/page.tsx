import type { Metadata } from "next";
import { Known } from "@/components/known";
import { knownRecords } from "@/components/records/known-records";
import { readHere } from "@/lib/doors/here";

export const metadata: Metadata = { title: "Records" };

type PageProps = {
  params: Promise<{ account: string; connectionId: string; resourceId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

/** No record is open: the table of the layout is all there is, and its first records come with the page. */
export default async function NoRecordOpen({ params, searchParams }: PageProps) {
  const { account, connectionId, resourceId } = await params;
  const accountId = Number(account);
  const place = { connectionId: Number(connectionId), resourceId: Number(resourceId) };
  const read = (path: string) => readHere(accountId, path);
  return <Known state={await knownRecords({ accountId, place, read }, searchOf(await searchParams))} />;
}

function searchOf(given: Awaited<PageProps["searchParams"]>): string {
  const pairs = Object.entries(given).flatMap(([name, value]) => [value ?? []].flat().map((one) => [name, one]));
  return new URLSearchParams(pairs).toString();
}
