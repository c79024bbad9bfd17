// A mailed link's token stands behind `#`, where no server sees it, and is taken out of sight.

/** The token of this page's link; empty where the address has none. */
export const token = location.hash.slice(1);

if (token) history.replaceState(null, "", location.pathname + location.search);
