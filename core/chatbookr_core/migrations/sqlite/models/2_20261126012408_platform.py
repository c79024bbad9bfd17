from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "cost_bucket" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "clinic_id" CHAR(36),
    "level" REAL NOT NULL,
    "leveled_at" TIMESTAMP NOT NULL
) /* How much a principal has left to spend; `id` is the user's or the key's. */;
        CREATE TABLE IF NOT EXISTS "idempotent_request" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "clinic_id" CHAR(36),
    "principal_id" CHAR(36) NOT NULL,
    "field" VARCHAR(80) NOT NULL,
    "key_hash" VARCHAR(64) NOT NULL,
    "arguments_hash" VARCHAR(64) NOT NULL,
    "state" VARCHAR(8) NOT NULL,
    "outcome" JSON,
    "running_until" TIMESTAMP NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    CONSTRAINT "uid_idempotent__princip_b55894" UNIQUE ("principal_id", "field", "key_hash")
) /* A change asked for under a key of the asker's: asked again, it is answered again and not done again. */;
CREATE INDEX IF NOT EXISTS "idx_idempotent__created_c12000" ON "idempotent_request" ("created_at");
        CREATE TABLE IF NOT EXISTS "change_log" (
    "id" INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL,
    "transaction_id" BIGINT,
    "clinic_id" CHAR(36),
    "kind" VARCHAR(16) NOT NULL,
    "subject_id" CHAR(36),
    "parent_id" CHAR(36),
    "happened_at" TIMESTAMP NOT NULL
) /* A change as it was told, written in the transaction that made it; ids alone, kept for a while. */;
CREATE INDEX IF NOT EXISTS "idx_change_log_clinic__dada90" ON "change_log" ("clinic_id", "id");
CREATE INDEX IF NOT EXISTS "idx_change_log_happene_9e6d41" ON "change_log" ("happened_at");
CREATE INDEX IF NOT EXISTS "idx_change_log_transac_559e20" ON "change_log" ("transaction_id");
        CREATE TABLE IF NOT EXISTS "api_key" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL,
    "prefix" VARCHAR(24) NOT NULL,
    "token_hash" VARCHAR(64) NOT NULL UNIQUE,
    "previous_token_hash" VARCHAR(64) UNIQUE,
    "previous_until" TIMESTAMP,
    "scopes" JSON NOT NULL,
    "location_ids" JSON,
    "ip_ranges" JSON NOT NULL,
    "is_strict" INT NOT NULL,
    "expires_at" TIMESTAMP,
    "last_used_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36) NOT NULL,
    "revoked_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
) /* What one program of a partner may do. The token itself is known to the partner alone; here lies its hash. */;
CREATE INDEX IF NOT EXISTS "idx_api_key_clinic__bc802f" ON "api_key" ("clinic_id", "created_at", "id");
        CREATE TABLE IF NOT EXISTS "field_use" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "day" DATE NOT NULL,
    "coordinate" VARCHAR(160) NOT NULL,
    "uses" BIGINT NOT NULL,
    "api_key_id" CHAR(36) NOT NULL REFERENCES "api_key" ("id") ON DELETE CASCADE,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_field_use_clinic__bb3b19" UNIQUE ("clinic_id", "api_key_id", "day", "coordinate")
) /* How often a key asked for a field on one day, so that a removal can be announced to whom it concerns. */;
CREATE INDEX IF NOT EXISTS "idx_field_use_clinic__5ab683" ON "field_use" ("clinic_id", "day");
        CREATE TABLE IF NOT EXISTS "webhook_endpoint" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "url_sealed" BLOB NOT NULL,
    "document" TEXT NOT NULL,
    "secret_sealed" BLOB NOT NULL,
    "previous_secret_sealed" BLOB,
    "previous_secret_until" TIMESTAMP,
    "state" VARCHAR(12) NOT NULL,
    "state_reason" VARCHAR(80) NOT NULL,
    "created_at" TIMESTAMP NOT NULL,
    "api_key_id" CHAR(36) NOT NULL REFERENCES "api_key" ("id") ON DELETE RESTRICT,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
) /* Where a partner is called, and the subscription document that is executed as its key to make the payload. */;
CREATE INDEX IF NOT EXISTS "idx_webhook_end_clinic__f523d8" ON "webhook_endpoint" ("clinic_id", "created_at", "id");
        CREATE TABLE IF NOT EXISTS "webhook_delivery" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "dedupe_key" VARCHAR(80) NOT NULL,
    "kind" VARCHAR(20) NOT NULL,
    "subject_id" CHAR(36),
    "parent_id" CHAR(36),
    "payload_sealed" BLOB,
    "state" VARCHAR(12) NOT NULL,
    "attempts" INT NOT NULL,
    "next_attempt_at" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "settled_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "endpoint_id" CHAR(36) NOT NULL REFERENCES "webhook_endpoint" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_webhook_del_clinic__ec6a8d" UNIQUE ("clinic_id", "endpoint_id", "dedupe_key")
) /* One event on its way to one endpoint. */;
CREATE INDEX IF NOT EXISTS "idx_webhook_del_clinic__a307da" ON "webhook_delivery" ("clinic_id", "endpoint_id", "created_at", "id");
        CREATE TABLE IF NOT EXISTS "webhook_attempt" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "attempted_at" TIMESTAMP NOT NULL,
    "status" INT,
    "error" VARCHAR(40),
    "duration_ms" INT NOT NULL,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "delivery_id" CHAR(36) NOT NULL REFERENCES "webhook_delivery" ("id") ON DELETE CASCADE
) /* How one try to deliver ended. */;
CREATE INDEX IF NOT EXISTS "idx_webhook_att_clinic__faa5bb" ON "webhook_attempt" ("clinic_id", "delivery_id", "attempted_at");
        ALTER TABLE "session" ADD "stepped_up_at" TIMESTAMP;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "session" DROP COLUMN "stepped_up_at";
        DROP TABLE IF EXISTS "webhook_endpoint";
        DROP TABLE IF EXISTS "webhook_attempt";
        DROP TABLE IF EXISTS "idempotent_request";
        DROP TABLE IF EXISTS "cost_bucket";
        DROP TABLE IF EXISTS "field_use";
        DROP TABLE IF EXISTS "webhook_delivery";
        DROP TABLE IF EXISTS "api_key";
        DROP TABLE IF EXISTS "change_log";"""


MODELS_STATE = (
    "eJztXW1z2za2/isYfWk7o2ZixXZzmzt3xk7drbtO3Emc2+3d6WhhErJYU4SWAK1od/vfL0"
    "CREgGCFEFTEsScL3FM4qHkB+DBecM5/x7MqE9C9uIiDKmHeUCjwffo34MIz4j4j+HuEA3w"
    "fL65Jy9wfB+mw7E67p7xGHtc3JngkBFxySfMi4N59jmD24ggltz/QTyOvp7LsYG8ReIhii"
    "mdDZFPngKPfIM4fiQRmtAYibvoXnzK4xDdJ5MJiRkKIhb45A2S8CciRzAUkSciBot/Qjx/"
    "Ib+NTz3xdYLoYd8fnETBPxMy5vSB8CmJxcf//XdxOYh88pkw+evfB14YRIE3DnwJyL5Y/h"
    "vHMWfjWRAlnAx+l9D543gSkNBXpmo1Or0+5st5eu3Tp+sffkxHSgLuxx4Nk1m0GT1f8imN"
    "1sOTJPBfSIy890AEHZgTvzB9URKG2Vznl1Z/nbjA44Ss/yx/c8EnE5yEchEM/nuSRJ7kGX"
    "lTzO8pfYzFV4rJi8BnLyKyEH/x/2TftIAaj9/f3o0/Xt2Nx4PSEpLfSJvc7JJHI7n8gohL"
    "jv/95+q5G37SqwP5AW9/uvjw9avzb1JGKOMPcXozZW/wZwrEHK+g6XxtSFenqin5KqrLSc"
    "gvbGZh8+blhOaUOUZygVRlxZd4vY54Ba06TmNWfMsj5FR8X/Hj29HJ6Xenr1+dn74WQ9Iv"
    "ur7yXQ3t1+/vNHZJ5LfgVkMBswZmAzZe7QRlXi8pDQmOKmRxEacxK4RkuCtqcwG9X0FweX"
    "t7I588Y+yfYXrh+k7+TsUuvNIi3n96d3n14euTVFaIQQEnZsLlDiK+haX0VVHPkL4Zf64s"
    "526Er6KJNKVUAcF+plE6pQJtR2gBAgv0zz+l0jt5NGpgq6VX5vZHoVcGD9FfyTJl+Fp8Ex"
    "x5JhGb2Thv1w86zkW6ubqZ+Rgv1paC+pKKv1/81WQlWT9cfbz7cP1WiFeDdO2A2svNk45y"
    "xW6lVt1SFG7fXnx8e/HD1aAkETrg9afsMf0ktSADFUbF56P3n25uBqlYuMfe4wLH/liRD/"
    "IOHVHtynps+dZsNNOv4Ag/pOzIP0N+6dwZMg/EFA1MbpLVnWGti2QejB+zQVv9I78KMzl1"
    "PMxj+hDjGaIThNFcmDliwtEML5FPX6C7KUGcSj9FwBkJJyhg6DGii0hcRVzczAE4FM96g6"
    "YkJigMCJPj0RSzadlBstdPtvaQeDGRy32MU7NDXAO3iFNukfRnifa3Uxybac/Ha8SLL3qE"
    "+7GQHJ/HIYke+FT8+vplDcX/e/EhZfn1y280Eyi7M0pvqerkPCaT4LMNvRtEDwkenTYgeH"
    "RaSbC8pRKcSrSxlE42JKuobojeLjz2RvN5E5rPq2k+L9EsVuVTQBM2bsd3BbwV8bqG9GXw"
    "nkQ8CMuU/yB44sGMbKF9jdYY9zP4i/w/R6uhmhi/u34njKWLd78oLqwfLu6u5J1RenWpXf"
    "36XJud9UPQr9d3PyH5K/q/2/dX+k67Hnf3f9J+GOCE07FQr8bYL3KSX84vqc50j8rvX5rl"
    "nz/evq9wo68R+swGHkf/EfobO0Zvb82kSi6U+cxfn6/fXfxNf7Pe3txe6hMlH3CpvWZ5JF"
    "Rob1b067hnTcLxvFg7mYNgPo5x9GC3/hUQvALPoZ+N5TfyuH1AZIPbY0BkfeVoIyLk8zwQ"
    "E5IZxjb7uoqEPd3lPT3EjI8TtnaA2MyzjoWZdnmmVUeXzTyryA5m+Yg2s6Od5vulbeBVB0"
    "LwVdsRhblKH1u9QSoS5KTTLxBkLUCc3ZG4ZZM4+2Eil3kc3hC6LIToq2OXhYyArbHLaloN"
    "0T4tvBeTCYmJXEW/b8mUXmV8bsKAQ6SNmGMekIiXxhtGFrLAy8MhvuhSfHGzQErcVwcMFF"
    "APA2EnowaRgpNRZaRA3jImYturTgoQbA+nVac0s7uFv2gDgwl2eoL/JXY0GzmZj++hiOw+"
    "mCokHU8M4YVqejeIHhLc/R70RGKWnSdseFSlgNjfMZWTXdHb8RmVBRYPHsdkJv+Y2LBwaw"
    "MzBjSEZyzCMx4Wb4qP47EUAlZCuYwE6dFAeuAoosL4If7YXo4YsfuTKC+PRKJ40t0Thu2C"
    "FBoWnKwuK5Kb2bpf2skuFddJil7PBdeKM7HVYmYSWtvILgD7x/Zpk5Tq0+qU6tNSSnVEOW"
    "FjRsQma3DnXQYRjpcVmesaUleHlnyVR3RcfNdpQ1nuz1pgCVovr99ffPhtnSm0llo3t+//"
    "cmnIFbr87e7qQl/wEOn+IvaQdcDaSqgpKNB8m2wgEBHt/Gg8jaQlkGfnWhFbhsK57sp8aR"
    "tmNRgsWv20hxIAbcqqigJSS0doSrHixsyWoUCv7lQnsay+ZltVS0EBqZDPc5i6GZns7IDa"
    "XzZP6im36j7TgNyiItXF4tUed5SK1/YVXNY+KypqGKRwByx/3Dypp+tY3XuaCImCGtCFpN"
    "Ae11OaDcpTA66LNWmfyfNN4VE95VgzqJxKYH2bRUGF2I6IV1Wt2DBqWJfWuo6teipglymu"
    "JjMgTB6C1Sd7Hk1Wu6KeAAt5qC7loW6mrKknc4PooRez+8BM4U2wIFlF9ZDo0VmjojdnNV"
    "VvzsplbwIeWuWkrAH7Y3iwK/mwB369mPjC1gnEH9Uq1GjGQ8CxfcBxTefq8Hu72KP5IZDJ"
    "4nIUMiYT8bSpLNnZqgiSCQ8z7vKMr3V8O01Cg4Eq0Wyru0/Yclzgzqr+jhEMdXieUYfHOt"
    "u4z0nGoyZGyqjaSBmVjJSUrRapejqud2p097VPMw9NuzwxDQuZYk7v2H7AnjPbBjhoaC7P"
    "94Rwb9pqqlUkzPIxzHIrs6sEhrl2ea4hBRUSz9ynF3KkDpEjBekPO0h/WPcaOlB0foqFwh"
    "1uCc6XBg1rY/Or4TsOzTcKvesR/BUGKkNBRN4lWQIR+YMQfTJ63egE1+uaI1yvda4fYprM"
    "LZkuYvp39HcnNEPiQ4HfJgLjpMY9flL2j0Pig1OJDxANgmjQIWQLRIPckS1H50uEaNCXNd"
    "8THIRJbGrcVFmvqwiBMl16ma45Tpu+tOv5p2Hh1XH51YGwC8QFXPFYu9sLIaPe5KFeT0qN"
    "W3ozplNXNJz2cti3DF3Nd2jLQZXyHVYpl2d67VycG8Qe/RAk2pMnosnirV675YbawRP2lu"
    "MkNmjWdQ3MFVjv/D2jl818a3XOtZKYmE8t5cQa0Dt+XzWpGfiqumbgq1LNQDIjsSBErMko"
    "md2bMjOqeTZh90j5ycloTxGS8yYBEt3+K8RHznXW6ZxE8iQZJ58Nfq1qxnVc7xZ490rGlI"
    "rnzIIo4VaeJR22x7YSx+JeiiiX9W/suS0D98fu+bGwO6Vx8C9pPuOl3bpVYftj9nR0JMx6"
    "CaeTSYt1WwbuUSqcnh7Lyl2f40wPTEeEsTZc1z5kj7yfHQvrUEy9r57+klv6QO5TwSpJ3b"
    "5l/2l2a1jrQC0M2uZBHfw6xRxhlBWLRAwHPloShmiMIoo4HaJFwKeITwmaCeEgvrH4v4Cw"
    "KV0wFPAXA21pdPPE7f7b2ma08yQWCyJ9h2Li0dhfvXaQUOyU07cwS41dDhtID72T3acUB2"
    "z8EOOIG/MC69rRqcA9dqI7UEJgd43osk7elkFiFQUNDFROs43CklMVBZyqnBY3RktNVoOC"
    "KuucKgtJK7s9KwydPyAT6KgygaCLQuddFA59JLjYX8HsK1D6L9Q6DNSRO63OrRC6OXvc4F"
    "hwiBkf50rdSvXIQWDUu2LUH8MRqDS+u59A6w5i2gtjYYeaYHYO2CPBmLFAbh78WFme4sin"
    "Qiq2OG1mgPbvtHD3rio/wCF9EJtHm3OsBjAcYm15iFXqAsaWLpVBxAICTgfp/sBUawmie5"
    "pEbXwtBjicEXLZ3WLQUq3nW4WDf83pCU8isdH747QKi4XQ1GEgOSHV4ot8f6St8BAR2+iO"
    "BoPwDjSp3zWlirPKhlYdCNRCQAUCKs46/SGg4lZb6kJ50ucuXVOJ1J4yXdp1GpCdK1UdUP"
    "2JNSoY7KbytZVcTfus6Pl9qMgg45eJ90gqcojXd4f1UUHGx/ebgVtTiX+iCzRLvKlM/hUc"
    "e8Ech2iKGQrJhCNOEZuTyH+D/hH4/0ABSzOAE7FIvkpzg+Vvj2T5FStnFHf5YCgMcVzhxI"
    "OaMW7Kpmeq2iF5IobD9D+GFFd4qtYIjcqJhBzvBmri8YfbT5c3V+iXD1dvrz9eZ/3i1t6S"
    "9Ka8tMn//XB1cWMiuJXbSkWC28o5t5UjJ4TEKsJCETPt7vmt2q09lbaP2aiOk32YR+fp0s"
    "yDgnpSD+yvsL/2eX9dvwCNE6ByQA9PNJ03SRM5r04TOS+liRxJdsIuGe44zLaIxU4htI5s"
    "Q2iedKMBWybcuEbvATJuUiLl6S/BpGVPCgO0h2JkB/XNIbbcVyVdPeTGg7jlGbciElKuXJ"
    "tlR0yxq8+cxBEOLxNmtMeU+8M6o4xkI8f3+dCtHtcLJEbIxq2pk7PYwu4rhvLKLojhJUvd"
    "oviRRG9QRPlULAxEJ2gh6y5MaFx2uXb6ZPtiDuVmfIzjmOe1aeDMh1tGpDo5zTXzEg70c4"
    "N+Lt61FtxqKGDWlGAIOVKQI3U01EKDasiWcjEVwjZbqtuEnkwXhYyezXl06Ab+7CQ1t7uB"
    "p5P1iZGBweBc3xvWGZurZZBkwxql9tAJJxHCMpcGYfZIfGnfid/TRyFhzQiykI+XQ8Toqq"
    "IfRjGZ0SccCosxQvcE4SiiwvYRUE6FiUhnKOBITIYnDN+KvJ+9fOr2qgV4HhQ8rOLzBuni"
    "orEfRDg3SKsNWgkAm9UpmzWbw7JL0Mx6NrzOD3i88tCYCXNxd1XS7dfrvcRcdYRCRfUwOH"
    "HSKMh5UhPlPCmHOYVoNpRxvgweqs8Tsn3XbN69pf9fo9GrV9+NXr46f312+t13Z69frk3+"
    "8q062//y+i/S/Ff4L/sDVCnfVCCrKLCrwMkCpqqjen21qWo0nrI3uwNmL+ZBlpXXU2ZVIe"
    "iSsfQT1dTt4vVhnZE0zUc0CMRJLVAYKfM06iVskRmRhklmq5AFypoqCPsjCGXBc2HO+MQL"
    "fGKKvT3vYdbhtnUFLvJ5HgipA6XSnbNWskiZfRqDAoRkFefSGEqBPvspLsBggp2e4GOojb"
    "g/s7lJj8WT6h6LJ+Uei5vty/YVUpDwFjn9FkHq5pcxzeA32EFyxrrQs316hg6Fgz/lTuAt"
    "mNVgsGgh7WWvx9VI/CS7xNoxq6KAVHDQHiyXSGld8Fx+tccd5TbWJI1I38u3+8KzN74Dkj"
    "9untTTVaxKxyYFxCBLawdZWmauc32rA55vCo/qKceadlrB72EiO9c+mc0pJxH/QASpzFju"
    "qjxoWBfzCdbDx3FhfIMIkDfF0QMpJKklYmbjLHWNTtKDVPJm/BX7PhuFHwTzQ5mOFjCEI7"
    "YgcX5V/OrLA1XIl6Gf9JIpUrSfDzXmx61LcRVVR/kfGQacYjY1JcVtHDAQYHIqwAR1QLq3"
    "Ww3vRyOjVcWBcaURuxY0TaMoa0APoyjdV0ZYi28LhouYHpJ8ftqkis1pdRWbU51kHD8kM6"
    "FkMGuqy0ggvAHhEHotCo0mMqNaZJQ60iXcozMDuz9/vH1vZrcA0cNwgcfRf1AYsCZ5y8ej"
    "OUgulNBbTui6dFCB67eGwkHyAZd6D+8kimTxnyTigaGm55YKJzoYAqJuB0Qh7t3XaXakmM"
    "31qs3cDyQMnkhsrGejDxnWOlOytnV+cfRWV8o/1mZlWs37URAlj/mFS4QnnKwKei9o/Cj+"
    "K4uAyy5aKOBvEEb3WFasmeElkqm7iBHxofIcYPo89pX4QI8bzhnu4wOtk3Jj4hFB2spXMk"
    "R/3ygkyh3wooAX5eh0IRsvSpg8BFbtdzeIHmruu2i7+5A5uZsSvEF0Q/B2SXHEduc99Zet"
    "OhprQOhm3LK2anG3tDWQVCjozc7pzeDh2VtyvTyOVuho39wzrMBaUe2YENu1A34eU48w1k"
    "pk6VioW+uayHLE1P+Z3g8M5r28PKwz6f/IBnTaNaRkCa9Fs5+QtQGs2EmPYrz8uRoJZjCY"
    "wccnryzM4Hy5N952s/E9VG26N4FZcv8H8WybD6soWLAVAW6bqKACelZc0LUlvO/AoE/8ZE"
    "7MxUtqPDsKqhNd3SHnzsmoUZ2uUU2drlFZdoDVubO8gkz5K5FbbwJtUOCwcc76UbYIzsls"
    "btohKmvcFSH7q3P3clcvT8fl7H2C+dSGzg0AyNTJDAlmBsFec443B4AqqDL5EDyRcTJvIc"
    "pVJIhzp8V5iBkfkzimhhNs1eqQiuqfe3gnSidkgn0Rb9QkiAI2bTXPGhTCAK7NsyNhgPUJ"
    "VkMsoHi6tTogUDxOu+OogOIhTr8s+P2d8vunPy02/3x8D10hoyaZRKPqTKJR+ciQ74uZMJ"
    "h3NWeFNpD9UTzY1Zrdg2L1LxpZLeB8fA8XcPepcAEby3oNTwaGLykV5nNUIZyLOD0PTgB3"
    "RXUusfecB3d7e6MoLpfXWt+C95/eXV6JpZ1SLwYFq2oM0N4QCju5W0ekSWGnQ6nAD+L627"
    "SQxsCoBhfu16rCq2Ic45A+NFKGi+U7ZDmOhfjBaegP0SIOuGx7FUTp2RPxmIjhlaqYtria"
    "YZ+kJ1CEpohwKDah4aZcPF6Vha+tFrKjj7NW4sW/aWrPVJAq1v3msEvhO8ihdnp+XZcco1"
    "wzuLuzNexu3voeG+RUK/zaNFnNRBnbKgjhmF/iMI2LIOEKEq52Z2mdNzG0dAdasbsZJFzt"
    "4aAcjmXRMstaQ0UQMKoyWlRKSpzWu981KMRZwP9eaXwE0Y84CJO4yvjY3K81PkI5cjwpDN"
    "1qf8jnEh8J5LdBxFJtPq3753k0ifgQpT/EgIXQ5QmSZ9uXKDtgklYKFFMguwshRgiTlsOs"
    "bHPs5iO22xkQF3ApLkBmYhlYV7pSUXDWeKuDNXv5bTLAihDIASvlgFHvUWziraor6VgIwY"
    "MKYFQB3pHZPYnZNJibFIDC3drtf6aO6zQQrzntErYqt62X94U916U9N6ahVSgzHw8OjCYO"
    "jCM49THYBE2PkWLIceztxuuM5/qIJvYYG2Ydj75qwW6u/ViwWoDAYoWEisN0ypKLsANeP7"
    "FetxQqvKrbW2IdtmuTm9L12U2bxPdA7z/d3BwqHegdYQybM4HyW8N6Q3wzqGsrnEYRKSZM"
    "kM+cxNGqU4ih2U5RQhh6vjEZ+lspydYpNmC+79h894N4NdU2VqYC6qEh33F9AWGYTO1OK2"
    "4QPWS3exsekmh2eB7kwJVlXaO7LoduR6VlxTdIGwW2mYQyFir8tpyGohZkIWw0WP+Ono9e"
    "NjkhJUZVC52XpRNSMZmHS6GXjluyXoUH+hvRL+MIidUZwA2ih7tq92WOV3S1iDooQAj2ux"
    "xzSMuNiKnzrUJ4Kqp/8qr7QtYFB4PVm7SBQfDO6RcJYrRfxDSvvB7jFpGvMhLCiQ6d3Dqi"
    "l8aGUt1N3phWHQjUlqnVowgW5OpQoBeC4YcJhhcXYxf8ao/rK8vlV3h7kHwjVLsgeorF08"
    "K3yjP7y7a6GzVY1wV9qwO2G+Z6uKmXbeW3rJs6lYdweyG+349hqpKXMhE2N4d1uQhU/o3j"
    "ST6uSUESwZowv1Ei5i5GC7xEmCMsj+Q9BeLK9yhNZE6P5glREIi/JR4iJqYjJCiRj5R1RG"
    "ZBlHBiaLS7g+fDUcCBcyrNEFXnNUA/1103syGM2WvnKgoUc9N5D+sDrCoKDrBqa7d8gDUX"
    "+a0i6gYwpDYMW8fU54G43cKzqyLBs+u0Zzdp12U0gQajxzG/4F3u7+mqftILx6vAo+yCdw"
    "iOV+2C1SM6XnWsFG87X7Wm+jBuzV8wD0j65UtOzfzWsM6lOS8M2mWRE28VaUiXU+acXLmK"
    "U3N+y2GruVh+meH/e6lzuZr6AievDqNx1DQv38x8U0dPcbGAj3K7j9LwRlmwbUb3kPjuHW"
    "wqdW28bFVPAFfbsKWrrbBZ2LwECqp/2cg7WPspY63WvIaEk1otl7r82WoGNCBMQMsJCHH0"
    "kGTVCZpKmiKmf3Km4yPlkBHfZrmDXx08leCp7F1nLcXjZnL4aB65Gq+PPnKPjWYnAjeGbr"
    "PuOWo2E2OhzSigHvoMdnCKc0pjbs2ziuoh0d0XdIH+qNAf9eDqBmhxoMWpWtwHwmgSe8Sk"
    "wa3v1WpvcXFUg0MIMaUzlLYW9clT4JFVF1JGZwQxEssrDEWE+KYDBlZYa10wpF7x9FNarw"
    "y0Qqe0QltFpccqSve6IBT022FUFPQ/0P8Orqg8M31T2yCbkqrBgFZQqw+TxpkvxA64vSk8"
    "qqfsaq+tU2bLx5W2PzBYLfmtYZ3RwgqD9uht5gEPwdPsmE2xmhQLvXcN6KHiuysPszXJGq"
    "yHVHfvY/aTeCWxsxoKZb4rW8WaoPtrGbtLzjvuGnufTCYkHt+TiRB6LYiuxEOD3gqq8YSL"
    "f1szXYID0TrRjJN5C4J12P6IPTk7EmbnsdAyJUeyFlEUcBt6jdhWHLuWo9cxyV4SxyTylj"
    "bqRRHTv7zHVw00i1eVisUr8F1W8gy+S3CygZPNKSfQtkRE07BhA+fQ2DovcfDrlKIHIe8Y"
    "wnlAepiWu1tMSUzKEe0G47cfZs2/bvbiayeE9cOs4HtyyfcEgh5KuBwXvaq0acqsJqOAVF"
    "BODhIBLMR9nkltIczUU27VdxYqunyRFV2yZV6XJqoPaaRb22aNZrg0u5MhQRbKn4DoRGjP"
    "MhcNTWiMhJIstGcaEnQfUu/RlEX6rGfZ6uP5o8ebdFLQxh3VxtW5KvFf1/dSA/YwXNl9Si"
    "QYP6Cdu0oqaOegnTvNbRPt/FAqY9ptwKwqrm5tURE3gxpohiF9+DaIXqA7oaxx+kgiFHBG"
    "wgkKGHqM6CISV1NN7j6mC8EawqFQ+d4g6WFFYUCYHI9krSWTrtjx06GhyXFphOmUW5fvUl"
    "HQGkLTBMvVu6CwTpt1fXSFdULM+JgR8W7YT7SOhal2eqqhxcgXMc0yBXAuxG8yb9MKXgdD"
    "uxGX5zomT0KvabNJq0iYZZdnGVp07NJ3BI0kmvg2tjaSOJBjg+PJ5A6zx4HJtbG+Oax1bs"
    "hhY56P2+rf+EhnhE8FqbKPKomZsK1nCeMoFMY1wvx7cXmKI/9b+iR7qWLkYWGm+TheVUbx"
    "Ax9FlCMcscXq/h/0Pr9lKrGy+4+zPjOZ9lmU/ymYenCC0ikvCRQO2WWUrNyXvXGsrAx9xl"
    "o/HqXLImAmXz/xKZbEqijgVOVUCH1LPjcI4FI70kv8ZE7Gj8TqdJOK6p0D+mTURMqKUZVi"
    "Nr1n6AJtQ/IasL9tbEDnJNqVbgCl850TFEfnPfBlLxX7OS7AwDvk8vxCyhZkF7niJXL3YG"
    "LqnjP4iHK3XbV7KPV8Yc+jyS66YEKqycE1+2onCpnhwKov5RrQO/1+dNaoNNJZTW2ks1KO"
    "CTSUMGn5nZf7mmPGFlRIUOuehzqwh3SPXjbhW4yqXtgvobLwwatzgC3bV1unpJgfRoH8ld"
    "xPhUpzwTmZzblJldRG1CqVi9VYseo2g7cGHn+ii/RoHI+XMsVZPFRIihgRsa4MccOto63D"
    "ftkjltmv2XeH8J+DmqsyN5YSUceCTHROJupO8sSuRmAOgMp1ZU2CxDE15APV2Hw5oH8167"
    "qPnG9q2rarhAtFcCsrLoIbuPtAr6LvNCVVgwGt4F0/zNndfCF2wG1m2/xQeGJPSdbeXpeS"
    "XfVJqLZBi/O03QgtrpPtVuitsCnJE4m4sC7Tk7QLnBqY0tYUxuWcCm7L1mhj1PZiLvnwtV"
    "W6TqzRS7nUA1XPTwCNBR2zYd3Jszq0qghNBvcXDWgUDKiJBZRy2JL7P4jHLXVIFQUZmHpA"
    "KyaRLaUKCBjVGV2GFPtjRnBIDLReBhGOl1XE6lg9crXMulH0htnLm9tLxT8oBMDl9fuLD7"
    "99/e7ib98oTsKb2/d/yccXZ+Hyt7uriyNMeN1jSnGjjOKahGJdFmeebRvXUxECXWp0p1NE"
    "PvM8htUi0mCAQ66py7EGCLN/EdPMCOdhq2lWkfAyuzzLEDHoXI3WPExNSdVgQCtEDA4TMc"
    "gXYncRg6vCE3tKsvb2OhgxWE9CdcSgOE/bIwbFddKkBZOsvInRHMdcrABZp9PDoVATVo2V"
    "ZKlOltyvIUhMTTKToYK0TIUYLWbfS8S6QXhVu/ORpLGDGX4kKTrzQJiaOe3xk63z6SAAcf"
    "htZlgTgEjisJVDTMW1dIY5Kg336Q3L38Yy+3fkc1WqUAHTC59YncVx9bc7hffc92WmPR9e"
    "8JW9lTOhl6sXYom3WvclKCz9tkt/HpOngCZs/IzpqH4G+Oc7mpYk4qYDgvU+ksqHgLvEZX"
    "cJxGZ2GptJ2RoLjZit+gxYsVzA7bHyy6602V3ne4AX/4sQWHgeyDQoS1+kigJXJKTZg3fX"
    "UcejrXc3e7U7oPZiHvyV9DkLXJWCTlWy+ZXGstDl1WeP5H9+2amrjxnWenVXo8dEGd4oEV"
    "xu9TKjezENvCmi0u+JpjSJmfg39NHXEY3I98gLKSP+N2/QIhCrKeHSI1vosYoCng5nWofP"
    "1fo255Lv64PtD0njJfhx3fLjyikxKroVLkRsSh1XtNvjlXwmaqW2qqk5C/Et6cKQKPfzx9"
    "v3ZtoKEJ26wOPoPygM2BGHAU3ESTLqHbC6r1VbvPIBugMWNMzus5vLDb0bZ42XoZA7Dvr7"
    "QfT34lrsgN9ftMcd5drdSrLhBXYqQ2Ole/8kVdcaTX51v5EWP10PbdCpdUHIY7hEYiDhQo"
    "8OolVWQ4g98hVDIfVwiBY4DJFUfd4gRp7EEgnRDC/lM0OpgdNUG1+aOrV2/HRrXdww9/Ir"
    "gYrunIqeT0uJ+Y8zsRAqT2cUYH0qCvJq9N35+miG/KXuVMbHdxc3N+WjGUL6x3w8C6LEFL"
    "Wqp1XHArelNN+WzKpI4BVMn50I2kJ/X7HJtmhTpMGAVlctyv7QCyblF2dSHivLjW1KkyTu"
    "gOabwqN6SrG2Ablksl+QOPCmA4Oxnt0Z1pnpeDPGmUYSleqqcXsyqKnZDD7PrN29jvrMc+"
    "/V5qts6Wh8tavz1gqQHuYHjs7OmhTSOTuraRdxVirfIF4qC4az4T1k96RRz4KTmp4FJ+We"
    "BeITufGwRXXIrwCBkJ9lyK+k7u5zM/vz/wEHeFJb"
)
