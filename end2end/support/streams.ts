// Streams of news, heard as an open page or a program hears them.

import { site } from "./forms.ts";
import { until } from "./port.ts";

/** All that a stream said. */
export interface Said {
  status: number;
  headers: Record<string, string>;
  /** Without signs of life, which come by the clock. */
  text: string;
}

/** Somebody who listens until they have heard enough. */
export class Listener {
  private readonly hangingUp = new AbortController();
  private readonly listening: Promise<Response>;
  private text = "";
  private isOver = false;

  constructor(path: string, headers: Record<string, string>) {
    this.listening = this.listen(path, headers);
    // What went wrong is told to whoever asks what was said.
    void this.listening.catch(() => undefined);
  }

  private async listen(path: string, headers: Record<string, string>): Promise<Response> {
    const letters = new TextDecoder();
    try {
      const answer = await fetch(site() + path, { headers: { ...headers, Accept: "text/event-stream" }, signal: this.hangingUp.signal });
      try {
        for await (const chunk of answer.body ?? []) this.text += letters.decode(chunk, { stream: true });
      } catch (error) {
        if (!this.hangingUp.signal.aborted) throw error;
      }
      return answer;
    } finally {
      this.isOver = true;
    }
  }

  /** How many events it told so far. */
  get events(): number {
    // What comes after the last empty line is not whole yet.
    const whole = this.text.split("\n\n").slice(0, -1);
    return whole.filter((event) => /^data:/m.test(event)).length;
  }

  /** Waits until it told so many events, or was over before. */
  async heard(events: number): Promise<void> {
    await until(`${events} events of a stream`, () => this.isOver || this.events >= events);
  }

  /** Hangs up, at the earliest once it told how things stand. */
  async said(): Promise<Said> {
    await this.heard(1);
    this.hangingUp.abort();
    const { status, headers } = await this.listening;
    return { status, headers: Object.fromEntries(headers), text: this.text.replaceAll(/^:.*\n\n/gm, "") };
  }
}
