import type { S3Client } from "@aws-sdk/client-s3";
import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";
import type { EvidenceOf, FilePlace, Storage } from "./storage";

const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;

/**
 * Keeps files in a bucket of S3 or of what speaks its language, as <prefix>/<account>/<evidence>/<name>. A file is there
 * whole or not at all: parts that were never put together are taken back. Throws what the store answers.
 */
export function s3Storage({ bucket, prefix }: { bucket: string; prefix: string }): Storage {
  const folderOf = ({ accountId, evidenceId }: EvidenceOf) => `${prefix}${accountId}/${evidenceId}/`;
  return {
    async write(place: FilePlace, parts: AsyncIterable<Uint8Array>) {
      const [{ client }, { Upload }, { Readable }] = await Promise.all([
        connect(),
        import("@aws-sdk/lib-storage"),
        import("node:stream"),
      ]);
      const upload = new Upload({
        client,
        params: { Bucket: bucket, Key: folderOf(place) + place.name, Body: Readable.from(parts) },
        partSize: PART_BYTES,
        queueSize: PARTS_AT_ONCE,
      });
      await upload.done();
    },
    async *read(place: FilePlace) {
      const { client, GetObjectCommand } = await connect();
      const { Body } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: folderOf(place) + place.name }));
      yield* Body as AsyncIterable<Uint8Array>;
    },
    async remove(of: EvidenceOf) {
      const { client, DeleteObjectsCommand, ListObjectsV2Command } = await connect();
      // A bundle has fifteen files: one page of a listing.
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket, Prefix: folderOf(of) }));
      if (Contents.length === 0) return;
      const Objects = Contents.map(({ Key }) => ({ Key }));
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects } }));
      if (Errors.length > 0) throw new Error(`The object store kept ${Errors[0]?.Key}: ${Errors[0]?.Message}`);
    },
  };
}

/** The client of the settings, or of what the AWS SDK finds by itself where they say nothing. Loaded when first needed. */
async function connect() {
  const sdk = await import("@aws-sdk/client-s3");
  const { ATTESTRY_S3_ENDPOINT, ATTESTRY_S3_REGION, ATTESTRY_S3_KEY_ID, ATTESTRY_S3_SECRET } = env();
  const credentials = ATTESTRY_S3_KEY_ID && { accessKeyId: ATTESTRY_S3_KEY_ID, secretAccessKey: ATTESTRY_S3_SECRET };
  const client: S3Client = singleton(
    "s3",
    () =>
      new sdk.S3Client({
        region: ATTESTRY_S3_REGION,
        ...(ATTESTRY_S3_ENDPOINT && { endpoint: ATTESTRY_S3_ENDPOINT, forcePathStyle: true }),
        ...(credentials && { credentials }),
      }),
  );
  return { ...sdk, client };
}
