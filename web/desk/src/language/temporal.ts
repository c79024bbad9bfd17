// Dates and times for browsers that know no Temporal yet: fetched by them alone.
import "temporal-polyfill/global";
