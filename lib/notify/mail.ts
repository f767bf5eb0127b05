import { createTransport, type Transporter } from "nodemailer";
import { env } from "@/lib/db/env";
import { singleton } from "@/lib/db/singleton";

const WAIT_MS = 10_000;

export type Mail = { to: string | readonly string[]; subject: string; text: string };

type Post = { transport?: Transporter; onError: (error: unknown) => void };

const post = () => singleton<Post>("mail", () => ({ onError: () => undefined }));

/** Whether this installation has a mail server. */
export const mailConfigured = (): boolean => env().ATTESTRY_SMTP_URL !== "";

/** Where mails that could not be sent are told. */
export function onMailError(listen: (error: unknown) => void): void {
  post().onError = listen;
}

/** Sends a plain mail; false when there is no mail server or it did not take it, which is told to the log. */
export async function sendMail({ to, subject, text }: Mail): Promise<boolean> {
  if (!mailConfigured()) return false;
  const { ATTESTRY_SMTP_URL: url, ATTESTRY_MAIL_FROM: from } = env();
  const state = post();
  state.transport ??= createTransport({
    url,
    connectionTimeout: WAIT_MS,
    greetingTimeout: WAIT_MS,
    socketTimeout: WAIT_MS,
  });
  try {
    // What people named is one line: a name never becomes a header of its own.
    const line = subject.replace(/[\r\n]+/g, " ");
    await state.transport.sendMail({
      from: from || `Attestry <attestry@${host(url)}>`,
      to: [to].flat(),
      subject: line,
      text,
    });
    return true;
  } catch (error) {
    state.onError(error);
    return false;
  }
}

function host(url: string): string {
  return new URL(url).hostname;
}
