// One person's mails, as the mail catcher got them.

import { until } from "./port.ts";

export interface Mail {
  id: string;
  subject: string;
  text: string;
  html: string;
  headers: Record<string, string>;
  to: { address: string }[];
}

/** Everything that came so far, oldest first, to whomever or to one address as it is written. */
export async function everyMail(to?: string): Promise<Mail[]> {
  // The catcher looks for them: all mails of a run are so large that nothing else would go on meanwhile.
  const query = to === undefined ? "" : `?${new URLSearchParams({ "to.address": to })}`;
  const answer = await fetch(`${process.env.EWELISTS_MAIL}/api/email${query}`);
  return (await answer.json()) as Mail[];
}

export class Mailbox {
  private readonly read = new Set<string>();

  constructor(readonly address: string) {}

  /** Everything that came so far, oldest first. */
  all(): Promise<Mail[]> {
    return everyMail(this.address);
  }

  /** The next mail with this subject that was not read yet; waits for it. */
  async next(subject: RegExp): Promise<Mail> {
    let found: Mail | undefined;
    const arrived = async () => {
      found = (await this.all()).find((mail) => subject.test(mail.subject) && !this.read.has(mail.id));
      return found !== undefined;
    };
    await until(`a mail to ${this.address} with subject ${subject}`, arrived, 15);
    this.read.add(found!.id);
    return found!;
  }

  /** Whether nothing with this subject came, now that everything did. */
  async hasNone(subject: RegExp): Promise<boolean> {
    await everythingCame();
    return !(await this.all()).some((mail) => subject.test(mail.subject));
  }
}

/** Waits until every mail that is written by now has come. Mails are sent in the order in which they were written, some at
 * a time: what is written once another has come is sent after all that were before that one. */
export async function everythingCame(): Promise<void> {
  for (let turn = 0; turn < 2; turn += 1) await oneMore();
}

/** Has one mail written, which is sent like all others, and waits for it. */
async function oneMore(): Promise<void> {
  const site = process.env.EWELISTS_URL!;
  const writer = new Mailbox(`writer-${crypto.randomUUID()}@example.org`);
  const body = new URLSearchParams({ name: "Nora", email: writer.address, message: "Is anything else on its way?" });
  const headers = { Accept: "text/html", Origin: site };
  const sent = await fetch(`${site}/fn/contact`, { method: "POST", headers, body, redirect: "manual" });
  if (sent.status !== 303) throw new Error(`a message to the team was answered by ${sent.status}`);
  await writer.next(/./);
}

/** The six digits in a mail. */
export function codeIn(mail: Mail): string {
  const digits = /\b\d{6}\b/.exec(mail.text)?.[0] ?? /\b\d{3} \d{3}\b/.exec(mail.text)?.[0];
  if (!digits) throw new Error(`no code in: ${mail.text}`);
  return digits.replace(" ", "");
}

/** The path of the link in a mail that leads to a page of this kind, such as `/r/`. */
export function linkIn(mail: Mail, page: string): string {
  const links = [...mail.text.matchAll(/https?:\/\/\S+/g)].map(([link]) => new URL(link.replace(/[>).,]+$/, "")));
  const found = links.find((link) => link.pathname.startsWith(page));
  if (!found) throw new Error(`no link to ${page} in: ${mail.text}`);
  return found.pathname + found.search;
}
