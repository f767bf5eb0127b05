import { sendMail, type Mail } from "@/lib/notify/mail";
import { postWebhook, type Posted } from "@/lib/notify/webhook";
import * as store from "./store";

/** Sends one alert by mail. Throws when the mail server did not take it, so that the queue tries again later. */
export async function deliverMail(mail: Mail): Promise<void> {
  if (!(await sendMail(mail))) throw new Error("The mail server did not take the alert");
}

type Message = { account: number; id: string; body: string };

/** Posts one alert to where the account's webhook goes now. Throws what the receiver said, so that it is tried again. */
export async function deliverWebhook(message: Message): Promise<void> {
  const posted = await postToAccount(message);
  if (posted && !posted.ok) throw new Error(`webhook ${message.id} of account ${message.account}: ${posted.message}`);
}

/** Posts to where the account's webhook goes now, and answers what came of it; undefined: nobody wants it any more. */
export async function postToAccount({ account, id, body }: Message): Promise<Posted | undefined> {
  const webhook = await store.webhookOf(account);
  return webhook && postWebhook({ ...webhook, id, body });
}
