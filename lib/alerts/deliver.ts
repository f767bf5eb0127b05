import { sendMail, type Mail } from "@/lib/notify/mail";
import { postWebhook } from "@/lib/notify/webhook";
import * as store from "./store";

/** Sends one alert by mail. Throws when the mail server did not take it, so that the queue tries again later. */
export async function deliverMail(mail: Mail): Promise<void> {
  if (!(await sendMail(mail))) throw new Error("The mail server did not take the alert");
}

/** Posts one alert to where the account's webhook goes now. Throws what the receiver said, so that it is tried again. */
export async function deliverWebhook({ account, id, body }: { account: number; id: string; body: string }) {
  const webhook = await store.webhookOf(account);
  if (!webhook) return; // nobody wants it any more
  const posted = await postWebhook({ ...webhook, id, body });
  if (!posted.ok) throw new Error(`webhook ${id} of account ${account}: ${posted.message}`);
}
