// A change that is done once, though an answer may be lost on its way, and what is asked for be changed before it is asked again.
import type { TypedDocumentNode } from "@urql/core";
import { useState } from "react";
import { change, newKey, Refused } from "./client.js";

type Payload<Data> = NonNullable<Data[Exclude<keyof Data, "__typename">]> & { userErrors: readonly { code: string }[] };

/**
 * Keeps one key until something was done under it. The API does nothing under a key that was used for something else, and says
 * so: then what was asked for before went through, and asking for that once more shows what became of it.
 */
export class Once<Data extends object, Variables extends { key: string }> {
  private key = newKey();
  private tried: readonly Omit<Variables, "key">[] = [];

  constructor(private readonly document: TypedDocumentNode<Data, Variables>) {}

  /**
   * Ask for it. Where something else that was asked for before was done, that is given to `earlier`, and this throws Refused of
   * EARLIER: nothing else was done, and asking again is another request. Throws Refused where the request was refused.
   */
  async ask(wanted: Omit<Variables, "key">, earlier: (payload: Payload<Data>) => void): Promise<Payload<Data>> {
    const others = this.tried.filter((one) => JSON.stringify(one) !== JSON.stringify(wanted));
    this.tried = [...others, wanted];
    const payload = await this.send(wanted);
    if (!isOfAnother(payload)) return payload;
    for (const other of others.toReversed()) {
      const found = await this.send(other);
      if (isOfAnother(found)) continue;
      if (found.userErrors.length > 0) return found; // it is still being worked on
      earlier(found);
      throw new Refused("EARLIER", "");
    }
    this.renew();
    return payload;
  }

  private async send(wanted: Omit<Variables, "key">): Promise<Payload<Data>> {
    const payload = (await change(this.document, { ...wanted, key: this.key } as Variables)) as Payload<Data>;
    if (payload.userErrors.length === 0) this.renew();
    return payload;
  }

  private renew(): void {
    this.key = newKey();
    this.tried = [];
  }
}

/** Keep one for as long as a form is there. */
export function useOnce<Data extends object, Variables extends { key: string }>(document: TypedDocumentNode<Data, Variables>): Once<Data, Variables> {
  const [once] = useState(() => new Once(document));
  return once;
}

const isOfAnother = ({ userErrors: [problem] }: { userErrors: readonly { code: string }[] }): boolean => problem?.code === "IDEMPOTENCY_KEY_MISMATCH";
