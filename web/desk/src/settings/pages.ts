// A list that has more than a page: all of it, page by page, and again when it is told to.
import { useEffect, useRef, useState } from "react";
import { Refused } from "../graph/client.js";

export interface Page<Node> {
  nodes: readonly Node[];
  pageInfo: { hasNextPage: boolean; endCursor?: string | null };
}

type Load<Node> = (after: string | null) => Promise<Page<Node> | null | undefined>;

/** Read all pages; `key` says of what they are, so that another clinic's are read anew. */
export function useAll<Node>(key: string, load: Load<Node>) {
  const [items, setItems] = useState<readonly Node[] | null>(null);
  const [round, setRound] = useState(0);
  const asked = useRef(load);
  asked.current = load;
  useEffect(() => {
    let isOver = false;
    void all(asked.current).then((found) => !isOver && found && setItems(found));
    return () => {
      isOver = true;
    };
  }, [key, round]);
  const refresh = useRef(() => setRound((before) => before + 1));
  return { items, refresh: refresh.current };
}

/** Read all pages at once; null where the API refuses one. */
export async function all<Node>(load: Load<Node>): Promise<readonly Node[] | null> {
  const found: Node[] = [];
  let after: string | null = null;
  try {
    do {
      const page: Page<Node> | null | undefined = await load(after);
      found.push(...(page?.nodes ?? []));
      after = page?.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? null) : null;
    } while (after);
  } catch (problem) {
    if (!(problem instanceof Refused)) throw problem;
    return null; // what is on the screen stays
  }
  return found;
}
