from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "mail" (
    "id" UUID NOT NULL PRIMARY KEY,
    "clinic_id" UUID,
    "kind" VARCHAR(24) NOT NULL,
    "language" VARCHAR(8) NOT NULL,
    "recipient_sealed" BYTEA,
    "values_sealed" BYTEA,
    "state" VARCHAR(8) NOT NULL,
    "error" VARCHAR(40),
    "created_at" TIMESTAMPTZ NOT NULL,
    "settled_at" TIMESTAMPTZ
);
CREATE INDEX IF NOT EXISTS "idx_mail_clinic__6f65c7" ON "mail" ("clinic_id", "created_at");
COMMENT ON TABLE "mail" IS 'One e-mail; what it says is gone once it was handed over, because links in it open accounts.';
        CREATE TABLE IF NOT EXISTS "recovery_code" (
    "id" UUID NOT NULL PRIMARY KEY,
    "code_hash" VARCHAR(64) NOT NULL,
    "used_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_recovery_co_user_id_32ad3d" UNIQUE ("user_id", "code_hash")
);
COMMENT ON TABLE "recovery_code" IS 'One of ten ways in without the phone; each counts once.';
        CREATE TABLE IF NOT EXISTS "totp_factor" (
    "id" UUID NOT NULL PRIMARY KEY,
    "key_sealed" BYTEA NOT NULL,
    "last_step" BIGINT NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "confirmed_at" TIMESTAMPTZ,
    "user_id" UUID NOT NULL UNIQUE REFERENCES "user_account" ("id") ON DELETE CASCADE
);
COMMENT ON TABLE "totp_factor" IS 'A program on a phone that shows codes (RFC 6238); its key is sealed, and each code counts once.';
        ALTER TABLE "clinic" ADD "requires_second_factor" BOOL NOT NULL DEFAULT False;
        ALTER TABLE "session" ADD "assurance" INT NOT NULL DEFAULT 1;
        ALTER TABLE "user_account" ADD "has_second_factor" BOOL NOT NULL DEFAULT False;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        ALTER TABLE "clinic" DROP COLUMN "requires_second_factor";
        ALTER TABLE "session" DROP COLUMN "assurance";
        ALTER TABLE "user_account" DROP COLUMN "has_second_factor";
        DROP TABLE IF EXISTS "recovery_code";
        DROP TABLE IF EXISTS "mail";
        DROP TABLE IF EXISTS "totp_factor";"""


MODELS_STATE = (
    "eJztXW1z2za2/isYf2k7o3Zi2XGyzZ07Y6fu1l0n7iTO7b5MRwuTkMSaIrQEaEW72/9+AY"
    "qUCBCkCJqSIOZ8iWMSh5KfAx6c9/Ofkxn1Sci+uwxD6mEe0Ojke/SfkwjPiPiP4e4AneD5"
    "fHNPXuD4IUyXY3XdA+Mx9ri4M8YhI+KST5gXB/Psc07uIoJY8vA78Tj6ei7XBvIWiQcopn"
    "Q2QD55CjzyDeL4kURoTGMk7qIH8SmPA/SQjMckZiiIWOCTN0iSPxG5gqGIPBGxWPwT4vl3"
    "8tv41BNfJ4gm+/7gJAr+lZARpxPCpyQWH/+P38TlIPLJZ8Lkr/848cIgCrxR4EuC7Ivlv3"
    "EcczaaBVHCyclvknT+OBoHJPQVVq1Wp9dHfDlPr336dPPDj+lKCcDDyKNhMos2q+dLPqXR"
    "enmSBP53kkbemxABB+bEL7AvSsIw43V+afXXiQs8Tsj6z/I3F3wyxkkoN8HJ/4yTyJM4I2"
    "+K+QOlj7H4SjH5LvDZdxFZiL/4f7NvWqAajd7f3Y8+Xt+PRielLSS/kcbc7JJHI7n9gohL"
    "jP/zx+q5G3zSqyfyA97+dPnh67OLb1JEKOOTOL2ZonfyR0qIOV6RpvzagK6yqin4KlWXTM"
    "gvbLiwefNyQHPIHAO5AKqy40u43kS8AladTkNWfMsjxFR8X/Hj2+Hp+avz12cX56/FkvSL"
    "rq+8qoH95v29hi6J/BbYalSArAHZgI1WJ0EZ1ytKQ4KjCllcpNOQFUIy3BW0uYDeryC4ur"
    "u7lU+eMfavML1wcy9/p+IUXmkR7z+9u7r+8PVpKivEooATM+DyBBHfwlL6qlTPkL4Zfq5s"
    "526Er6KJNIVUIYLzTIN0SgW1HaAFEtigf/whld7xo1EDW229MrY/Cr0ymER/IcsU4RvxTX"
    "DkmURsZuO8XT/oODfp5uqG8zFerC0F9SUVf7/4q8lKsn64/nj/4eatEK8G6doBtFebJx3l"
    "jt0KrXqkKNi+vfz49vKH65OSROgA15+yx/QT1IIMVBAVn4/ef7q9PUnFwgP2Hhc49keKfJ"
    "B36JBqV9Zry7dmw5l+BUd4kqIj/wz5pXNnyDwQLDoxuUlWdwa1LpJ5MHrMFm31j/wqzOTU"
    "8TCP6STGM0THCKO5MHMEw9EML5FPv0P3U4I4lX6KgDMSjlHA0GNEF5G4iri4mRPgUDzrDZ"
    "qSmKAwIEyuR1PMpmUHyV4/2dpD4sVEbvcRTs0OcQ3cIk65RdKfJdjfTnFshj1frwEvvugR"
    "nsdCcnwehSSa8Kn49fWLGoj/7/JDivLrF99oJlB2Z5jeUtXJeUzGwWcbeDcUPQR4eN4A4O"
    "F5JcDylgpwKtFGUjrZgKxSdQP0duGxN5gvmsB8UQ3zRQlmsSufApqwUTu8K8hbAa9rSF8G"
    "7knEg7AM+Q8CJx7MyBbY19Qa4n5G/l3+n6PVUE2I39+8E8bS5btfFBfWD5f31/LOML261K"
    "5+faFxZ/0Q9OvN/U9I/or+fvf+Wj9p1+vu/y7thxOccDoS6tUI+0VM8sv5JdWZ7lH5/Utc"
    "/vnj3fsKN/qaQuds4HH0X6G/sWP09tYwVWKh8DN/fb5+d/lX/c16e3t3pTNKPuBKe83ySK"
    "jQ3qzg1+mexYTjebF2woNgPopxNLHb/woRvALPgZ+N5DfyuH1AZEO3x4DI+srRRkTI53kg"
    "GJIZxjbnukoJZ7rLZ3qIGR8lbO0AseGzTgucdpnTqqPLhs8qZQdcPqLD7GjZ/LC0DbzqhB"
    "B81U5EYa7Sx1ZvkEoJctLpFwiyFiDO7kjcskmc/TCRyzwObwhdFkL01bHLQkbA1thlNayG"
    "aJ8W3ovJmMRE7qLftmRKrzI+N2HAAdJWzDEPSMRL6w0rC1ng5eUQX3QpvrjZICXsqwMGCl"
    "EPA2GnwwaRgtNhZaRA3jImYturTgoh2B5Oq05pZncLf9GGDBjsNIP/LU40GzmZr++hiOw+"
    "mCokHU8M4YVqeDcUPQS4+zPoicQsqydsWKpSoNhfmcrpruDtuEZlgcWDRzGZyT8mNmzc2s"
    "CMgRrCMxbhGQ+LN8XH8UgKASuhXKYE6dFAeuAoosL4If7IXo4YafcnUV4ciUTxpLsnDNsF"
    "KTRacLK6rEhuuPWwtJNdKl0nKXo9F1wrzMRRi5lJaG0Du0DYP7TPm6RUn1enVJ+XUqojyg"
    "kbMSIOWYM77yqIcLysyFzXKHV1aMlXeUTHhXedNpTl/qwFloD16ub95Ye/rTOF1lLr9u79"
    "n68MuUJXf7u/vtQ3PES6v4gzZB2wthJqChVovk0OEIiIdl4aTyNpCeTZuVbAlkmhrrsyX9"
    "oGWY0MNq1e7aEEQJuiqlIBqKUSmlKsuDGyZVKAV3eqk1h2X7PtqqVQAaiQz3OYvhmZ7OwA"
    "2l82T+optuo50wDcoiLVxebVHneUitf2HVzWPis6ahikcAcof9w8qaf7WD17mgiJghrQha"
    "TQHtdTmA3KUwOsiz1pn4nzbeFRPcVYM6icSmB9m0VBhdiOiFfVrdiwalCX1rqOrXoqwS5T"
    "XE1mQJhMgtUnex5NVqeingALeagu5aFuWNbUk7mh6KEXs/vATOFNsABZpeoh0MOXjZrevK"
    "zpevOy3PYm4KFVTsqaYH8In+xKPuwBXy8mvrB1AvFHtQo1mukh4Ng+4LiGc1X83i72aH4I"
    "ZLK4HIWMyVg8bSpbdrZqgmSiB467zPG1jm+nSWhkoEo0O+oeErYcFbCz6r9jJIY+PM/ow2"
    "OdbdznJONhEyNlWG2kDEtGSopWi1Q9na53anT3vU8zD027PDGNFjLFnD6x/YA9h9sGctDQ"
    "XOb3mHBv2orVKiVw+Ri43MrsKhEDr13mNaSgQuKZ+/BCjtQhcqQg/WEH6Q/rWUMHis5PZd"
    "vkDwT7aci7HJcv3h/URuTTldI0zpduHZXzE12IWzFidEYeqL+U02WQfEA6hyakEznBZvVc"
    "Nkin2YQhWm1bVh5/8+ynbR9pA5F8lyL5h51Y49C8ie5j+IITgTn9qiZNokDTQx9kN46xku"
    "ZyOLEfkXBLTlZp0dYDQCzfcUZWo4wrPXFrRQMNAZ0S35CIBYlYh6nbfd2ocPd1TeXuax3r"
    "SUyTuSXSRZr+dXzYCcyQ71bAt4nAOK2Jip6Ww6KQ7+ZUvhskAUASwCFkCyQBuCNbji6EBE"
    "kAXxa/xzgIk9g0r6+yTWORBLoz6t0Z5zid9dVu1KtGC6+Oy68ORNshHOxKoNLdETgZ9CYP"
    "9ZopNW7pzZpOXdEQGnTYt3zY0KBTZnP3thwMp9jhcArZysHOxbmh2KMfgkR78kQ02bzVe7"
    "cU146DJ+wtR0ls0KxrAk8qWe/8PcMXzXxrdc61cg7B1FJOrAl6h+9Zk1axZ9WtYs9KrWLJ"
    "jMQCELEno2T2YErIq8bZRLtHyE9Ph3uKkFw0CZDo9l8hPnKho07nJJIFxJx8Nvi1qhHX6X"
    "q3wbtXMqZUPGcWRAm38izpZHucJnQs7qWIctn2zB7bMuH+0L04FnSnNA7+Lc1nvLTbtyrZ"
    "/pA9Hx4Jsl7C6XjcYt+WCfcoFc7Pj2Xnrsv30z4ZEWGsDda1D9kj7i+PBPWY/CsJ4nQeif"
    "gkfzTGHqcGda52xlv1Qw496s3W0XaYEW8wx6Sv0RZX8q0FqiR1vZd92NmtQa0Tu7Boa1nN"
    "r1PMEUZZn2bEcOCjJWGIxiiiiNMBWgR8mlbFzISAFt9Y/F+QsCldMBTwcmlNJ0/c7kOvnQ"
    "M/T2KxIdJ3KBZSLvZXrx0kdTvleC9wqbHbZ0PSQw9x92ndARtNYhxxY25mnZagEu5RMzhQ"
    "UmZ3CoJ8M6X/xk6kqFQwO0jFNDsoLDFVqQBT3ZjYHIyWmqxGCqqsc6osJA7ttk0HDN2CbK"
    "yjysaCAUadDzA6dDeO4mgjs69AGX1U6zBQV+50MIYC6Kb+u0FpdogZH+VK3Ur1yInAqHfF"
    "qD+GMrQ0xr4rWHeeV7Aw9lSqSSjICfYIMGYskIcHP1aUpzjyqZCKLSr+DKT9q9ju3lXlBz"
    "ikE3F4tKklNhBDIXHLQmKpCxjb+VQGcgsUUKGl+wNTrSWIHmgStfG1GMihTstld4tBS7Xm"
    "t0oO/jWnGZ5EsnHgKO2EYyE0dTKQnJBq8UW+P9JWmETENrqjkUF4R3t5wOvfOaSKs8oGVp"
    "0QoIWACgRUnHX6Q0DlIAEVM7hqi9jnbl1Tm9qeIl06dRqAnStVHUD9iTXq1e+m8rUVXE37"
    "VKAV3wG9/3R7e7jIIONXifdIKnKI13cH9VFBxkcPm4WNOvTPEm8qk38Fxl4wx2HaVz8kY4"
    "44RWxOIv8N+mfg/xMFLM0ATsQm+SrNDZa/PZLlVxXN+rt6MDTnOK5w4kHNGDdl0zNV7ZA8"
    "EUNDgx9Diis8VWsKDcqxJDneA9SE4w93n65ur9EvH67f3ny8yUa1rr0l6U15aZP/++H68t"
    "YEcCu3lUoJbivn3FaOVAiJXYSFImY63fNbtUd7Km0fs1UdJ/swj87TrZkHBfWkHjhf4Xzt"
    "8/m6fgEaJ0DlBD2saLpokiZyUZ0mclFKEzmS7IRdItxxmG0Ri5NCaB3ZgdA86UYjbJlw4x"
    "q8B8i4SYGU1V8CScu5IAbSHoqRHfSYh9hyX5V0tciNB3HLGrciJaRcucZlR0yx68+cxBEO"
    "rxJmtMeU+4M6o4xkK0cP+dKtHtdLJFbImempk7M4PfYrhvLuOojhJUvdoviRRG9QRPlUbA"
    "w51HQh+y6MaVx2uXb6ZPtmDuU5uIzjmOf9gaDmwy0jUmVOc828RAf6uUE/F+9aC2w1KkDW"
    "lGAIOVKQI3U00BpOxcaJUmVSgBeypQ6TLdVtQk+mi0JGz6YevUpodAD3L9rjegq0QV66VP"
    "qfMusTIycGg3N9b1BnbK62QZIta5TaQ8ecRAjLXBqE2SPxpX0nfk8fhYQ1I8BCPl4OEKOr"
    "jn4YxWRGn3AoLMYIPRCEo4gK20eQcipMRDpDAUeCGZ4wfCvyfvbyqdu7FuB5UPCwis87ST"
    "cXjf0gwrlBWm3QSgKwWZ2yWTMell2CZtSz5XV+wOOVh8ZMmMv765Juv97vJeSqIxQqVQ+D"
    "E6eNgpynNVHO03KYU4hmQyvtq2BSXU/I9t03e/eW/p+Gw7OzV8MXZxevX56/evXy9Yu1yV"
    "++VWf7X938WZr/Cv5lf4Aq5ZsKZJUK7CpwsoCp6qheX22qGo2n7M3uANnLeZBl5fUUWVUI"
    "umQs/UQ1dbt4fVBnJE3zFQ0CcVILFEbKPI16CVtkRqRhktkqZIGywRbC/ghC2fBcmDM+8Q"
    "KfmGJvz3uYdbht3YGLfJ6nkyGgVfphDs2tETb7NAaFEJJVnEtjKAX67FlcIAMGO83gY+iN"
    "uD+zucmcy9PqOZen5TmXm+PL9hVSKOEtcvotgtTNL4PN4DfYQXLGutGzfXqGTgqFP+Vp7C"
    "2Q1chg00Lay17L1Uj8JCf12iGrUgGo4KA9WC6RMrrgufhqjzvKY6xJGpF+lm/3hWdvfAcg"
    "f9w8qae7WJWOTRqIQZbWDrK0zFjn+lYHON8WHtVTjDXttALfw0R2bnwym1NOIv6BCFCZsd"
    "1VedGgLuYTrJeP4sL6BhEgb4qjCSkkqSWCs3GWukbHaSGVvBl/xb7PVuGJQH4g09EChnDE"
    "FiTOr4pffVlQhXwZ+kkvmSJF+/lQY37cuhVXUXWU/5FhwClmU1NS3MYBAwEmpwJM0Aeke7"
    "vV8H40MlpVOjCuNGDXgqZpFGVN0MMoSvedEdbi2wLhIk0PQb44b9LF5ry6i825DjKOJ8lM"
    "KBnMGuoyJQDeAHAIvRaFRhOZUS0yShPpEu7RmQHdnz/evTejWyDRw3CBx9F/URiwJnnLx6"
    "M5SCyU0FsO6Lp1UAHrt4bGQfIBV/oM7ySKZPOfJOKBoafnlg4nOjEERN0OiELcu69sdqSZ"
    "zc1qzNwPJAyeSGzsZ6MvGdQ6U7KxdX5x9VZXyj/XZmXazftRACXL/MIlwmNOVg29FzR+FP"
    "+VTcDlFC0U8DcIowcsO9bM8BLJ1F3EiPhQWQeYPo99JT7Q44Y6w318oHVSbkw8IkBb+UoG"
    "6B8bhUS5A14U8KIcnS5k40UJk0lgNX53Q9FDzX0XY3cnmZO7KcAbim4A3i4pjtjufKD+st"
    "VEY40Qphm37K1aPC1tDSSVFPRm5/Rm8PDsLblelqMVJto39wwrZK2gdkyI7doBP4+pRxhr"
    "JbJ0Wuhb65rIcsTU/5k+nBjMe3l5UGfS/54t6HRqSMkSXotmPyFrA1ixkx7FevlztRLMYD"
    "CDj09eWZjB+XZvfOxm63uo2nRvArPk4Xfi2Q4fVqlgw1YEuG2iggrRs+KCrm3hfQcGfeIn"
    "c2JuXlLj2VGoOtHVHXLunA4b9eka1vTpGpZlB1idO8sryJS/Erj1JtCGChw2zlk/yhHBOZ"
    "nNTSdEZY+7Isn++ty92NXL03E7e59gPrWBc0MAYOpghgQzg2CvqePNCUAVVJGcBE9klMxb"
    "iHKVEsS50+I8xIyPSBxTQwVbtTqkUvXPPbwTpRMywb6IN2ocRAGbtuKzRgphANf47EgYYF"
    "3BaogFFKtbqwMCxXLaHUcFFA9x+mXB7++U3z/9aXH45+t76AoZNskkGlZnEg3LJUO+Lzhh"
    "MO9qaoU2JPuD+GRXe3YPitW/aWS1gfP1PdzA3afCBWwk+zU8GRC+olSYz1GFcC7S6Xlwgn"
    "BXUOcSe895cHd3t4ricnWjzS14/+nd1bXY2in0YlGw6sYA4w2hsZO7fUSaNHY6lAo8Edff"
    "po00ToxqcOF+rSq8asYxCumkkTJcbN8h23EsxA9OQ3+AFnHA5dirIEprT8RjIoZXqmI64m"
    "qGfZJWoAhNEeFQHEKDTbt4vGoLX9stZEcfZ63EFz5KXknTfKYCYPEObApftEWDVF230/zr"
    "5uYYJZ3BAZ7tancz2fc4MqemUX2E52xKrQoKijQH1qQ6U5/OXzRLU6nLUympp+U3ofk2L9"
    "O2ivk45gY6zJwoyG+D/LbdGbYXTexa3V9ZHCYH+W17qEvEsewRZ9naqUgEiKqIFvW+Eqb1"
    "0Q6NFMJaEO6otPWC6EcchElcZett7g/qwx5i5WhcWLrV3JPPJT4SlN8GEUuNp7TNoufRJO"
    "IDlP4QCxbCdCJIthJYoqyeJ23MKFgghzkhRgiThtqsbOLt5iO2m3UQhnEpDENmYhtYNxZT"
    "qaC0e6s/O3v5bRLuiiSQcldKuaPeozjEWzWz0mkh4wFUAKMK8E68gqajP71ee+TP8hVbT/"
    "o7ceaSb+X6N+KoxVy6WxleMtldaCIPZBp5JPfBTsXBK45kKg7jAXogHk4YQWEQPTLpkBWL"
    "qNBt8yPc0L1o1x9m7dSFJs+uKgbgtwK/1RFlvIQ4miR4YpWRUaTpIcgdV1jFxAvmgfRJtW"
    "lRZKKGPkUt+xQ94TAhrBUfSqTAhJZMgGrO3cka69KQHleFdN/DAEpC2siRozCc1SlsnIet"
    "2KxSgnvENS674h4hswcSs2kwPzE5STZ3B7WuEnVdp2UhmrchYavhb/qwKfA8uOR5iGlopV"
    "fl63uoVu0gv+MItNaTTQr/MUIM6lVvD15nEvuOiLHHOL79ePRVC3Rz7ccC1QIJbFYo7znM"
    "3Ha5CTvA9RPr9YDrwqu6fUD7YWeIuyldnz1CXHwP9P7T7e2hitPeEcawuS4tvzWoN8Q3i7"
    "q2wmkUkWI9CfnMSRyt5tYaRj8rKQI0eiIxK04WZzKOtFKSrcu7wHzfsfnuB/GK1TZWpkLU"
    "Q0O+4/iIMEymdgGSDUUP0e3ehodcjR3mahx4zpFrcB8gdi2+AW+byVGmhRSClmwoakEWwk"
    "Yj61/Ie9ioIHpYUxA9LBdEx2QeLoVeOmqJehU9wN8IfhlHSKw6Um0oeniqdj90awVXm2h/"
    "kRCC/S7HHNI0J8E63yqEp1L1T151P1at4GCwy5tZk0HwzukXCWK0XwSbV16PUYvIV5kSwo"
    "kONbY5opfGBlLdTd4YVp0QoC1Dq0cRLMDVSQFeCIYfJhhe3Ixd4Ks9rq8ol1/h7UHyjVDt"
    "AugpFk8L3yrP7C/a6mnUYF8X9K0O0G6Y6+GmXrYV37Ju6lQewt2l+H4/hqlKXspE2Nwc1O"
    "UiUPk3jsb5uibtcQVqwvxGieBdjBZ4iTBHWHYsegrEle9Rmsicdi4SoiAQf0s8QEywIyQo"
    "kY+UXW1nQZRwYmicsIPnQ6ekE+dUmgGqzmuYh8kksEpq2FD00IG9g9HKhDF77VylAsXcVO"
    "9h3d9LpYL+XtreLff3ykV+u5r8MjGkNgxax9TngbjdwrOrUoJn12nPrlCp2njvC2QQ6XSZ"
    "v+Bd7m91VT/hhfIq8Ci74B2C8qpdoHpE5VXHCvG2+qo11Idxa/6Cuexfd2Jwaua3BnUuzX"
    "lh0S6bnHirSEO6nTLn5MpVnJrzW4qt5mL7ZYb/b3KeVlWz1gFUXrnnoSxwvqmjp7hZwEe5"
    "3UdpeKMs0DZT9xD47h1sKnRtvGxVTwBX26Clq61wWNi8BApV/7KRd7D3U8Ra7XmNEiq1Wm"
    "51+bMVBzRCYEBLBhykv7djsO+0pBwy4ttsd/Crg6cSPJW9m/OueNxMDh/NI1fj9dFXdur6"
    "qXfmjAXdKP3m4KhxylGzYYyFNqMQ9dBnsIMqzimNuTXOKlUPge6+oUvARpuWvZptRGlIcF"
    "QhTop0umkkCHcFdS5j9mwa3d3dKmri1Y02Pf79p3dX1x++Pk2hF4uC1Wno2FB513Y3aHGg"
    "xRm1uA/Ek8MLl29l5wODFqfcr9Xi4mzluolCs7mOdJxm/S/SCYviZyA2SMLlsGSUeubeII"
    "K96WrSMktnL5pHNrZ8jjFWWAhkyz/GHBUEddEldXHDJws1RiHqoRbTvZsdUkqtNvTRub4g"
    "QW+XChOkkXWSRnYoTYnRJPYqtKTs3hYNqbCqQblmTOkM0Rhh5JOnwCNCmcEcMTojSEAkrz"
    "AUEeKbSjGtaK29ZiH1inXiaWdX8J85pRDZunR67Mzp3msGrY93mD8GnjLwlB1cS3lmoYt2"
    "QDYFVSMDWMEBeZiCl3wjdoDtbeFRPUVXe22dcvB+XGn7JwarJb81qDNaWGHRHuPyPOAhxO"
    "QdsylWTLHQe9cEPVR8dxWLtwZZI+sh1N1H4/0kXknsrNtUGe+biJvhNpFqmAerErZjwzyd"
    "i/bt8PT81fnrs4vz12JJ+kXXV17VsKFsVjwk4zGJRw9kLIReC6Ar6feH9ovjghqPufi3Nd"
    "IlcgBaB5pxMm8BsE62P2BPXx4JsvNYaJkSI9m1MQq4DbxG2lYYOxZa7BpkL4ljEnlLG/Wi"
    "SNO/CpGzBprFWaVicQa+y0qcwXcJTjZwsjnlBNpWsmFaNmjgHBpZV3Cc/DqlaCLkHUM4D0"
    "gP0sbAiymJDSl+DdZvb/uRf93sxdd6qUCC36Gl0KDG9wSCHprdHRe8qrRpiqwmowBUUE4O"
    "EgEsxH2eCW0hzNRTbNV3FnrffZG977JtXpcmqi9ppFvbZo1mdGl2pyx0ISh/gqyRwUjmoq"
    "ExjdPSmMWUhgQ9hNR7NGWRPutZtvp4/ujRJp0UtHFHtXGVVyX86yaEa4Q9DFd2nxIJxg9o"
    "566CCto5aOdOY9tEOz+UypjOZTKriqtbW1TEzaIGmmFIJ98G0XfoXihrnD6SCAWckXCMAo"
    "YeI7qIxNVUk3uI6UKghnCYFk5LDysKA8LkeiTrZU26YsdPh9Fvx6URpiy3rsBWqWCIlqYJ"
    "lguwMWNJnEv0hukRCs0eU090iE+fAWvXiRDQyfFLKGcPMeMjRoSIsWe0TgusdprVMNPui2"
    "CzzKScC/GbzFtwukQMzUhc5nVMnoR62OaQVimByy5zGVrOQMuZQ7uIHG0585Hj8fges8cT"
    "k4dofXNQ6yOSy0Y8X7fVTfSRzgifClARRnMSMxqhWcI4Cil9RJh/Ly5PceR/K3v9DcQvHh"
    "bWro/jVYMZP/BRRDnCEVus7v9OH/Jbpk41u/8469LTdLC3/E/B1INCVKecTdB/ZZfBRhqJ"
    "l4216V9hIH3GXj8epcsi7ihfP/EplsCqVICpiqkQ+pZ4bigAS60ymvjJnIweiVWRmErVOz"
    "/+6bCJlBWrKsVsek+vJc30jKYgrwn2d4yd0DmJdqUbwKwm5wTF0XkPfDm8z57HBTLwDrnM"
    "X8h8gyQtV7xE7tZ33lM+/xF7nBrLOgt3B3WuIi7WjcabhQ1SiuYxncR4hmgk/TdyzkLWaH"
    "hKFwzJ/voMff3hx7foYnj2+ps3aYqPUBJlTtBq4OeqiDMbzeCT+jkPe/g8SDs6Mk8QWbaa"
    "OavSwXzr4sFvN3NWZklwMjfBP6lMSVLIetNm6E/D4dnZq+GLs4vXL89fvXr5+sU6T6l8qy"
    "5h6ermzzJnSdG6IInpS1WBaTQO4lk7Rmu0YOy4zGl3QuEH9b11aObYqOPbguZ3Ebmn4p8d"
    "h8xdgL7jgPmzbJsUR4NVk+Nbbc+kXxJ7qYrfyKCphgnMguMyC8gMB6GNb31N0LvYxfBlo+"
    "65L2va574slSHAdGZTBKPzjtBzzNiCCglqW1dTIuwh3MMXTfAWq6o39gsYPnPoBo5ig44Y"
    "ER/tF1yPFsAb6ffIgPWVIgds1YvDtM4E90Ffjcpn2UHdqe6/koepUCYvOSezOT8xKPHail"
    "p1frFaK3bdZvHWEMVPdJH2reHxUtYfi4cKGR0jIvaVIRt162rrZNLsEcvs1+y7Q1KpgzaD"
    "whtLiajTgkx0TibqqVeJXQP/nADaypc1CRLHJr2txtrOCfrXUL77fOzNwJl2Y2pgQk1lFw"
    "BILuo+fVjRd5qCqpEBrJCzdZjGWvlG7ADbzLb5ofDEnoKsvb0ulVDqTKi2QYt82m6EFvfJ"
    "div0TtiU5IlEXCauyZy0BU4NTGlrCuNyTgW2ZWu0MdX2Tqv58rVVui7X0Pus1hOqnp98aA"
    "LYsK7YsO5U7xxaVdxxZAYqUAtxmEZhmJooTKkyKnn4nXjcUodUqaCuTw8lxiSyhVQhAkT1"
    "yNV8Lv7sNu5CjRS8hU57C8XzgnyCvcrle/K5aiRlgaYPTq46fl7/9V5hZS7azZnl+fLCUf"
    "BWJpvr4moZUuy3yu0v07bM7z8eHuwqvf8YapT3puicDhsVgdfUgOuKjrCmmEmu1M1PyCn2"
    "WAS+Kxto157zLCpn4zYvkvSmLqUzh3kkzrs8/t5C7TGQQ0GCy5oPpAh9EWxmhPOwFZtVSn"
    "iZXeYyRDs7dwFo3vGmoGpkACtEOw8T7cw3YgfYZlG068ITewqy9vY6GO1cM6E62lnk0/Zo"
    "Z3GfNJntLkf6YDTHMRc7QDbf8HC4br4hZwCx5GFNggRrkpkMc6atPMRqwX0vEfsGYbbu4M"
    "EpmuFHklJnDh7TlPg9frJ1LjAETw9/zAxqgqdJHLbyN6p00Etk0NLZmL+NNn72Ik0vXI77"
    "drQ/4TiQUBicZD9/vHtvRl0h0q2+wOPovygM2BFmRtegL9GoR18HWtvy8gE6+ml6j43/d0"
    "3Qi82+awewUFpjzkZ4zE0NHWqjGApdD8HuPiWGEaHg8FYnaIkUDtG2h+g8Jk8BTdKi2Lbs"
    "qH4GBFI7YksScVODinpva+VDwPHqsuMVgug7DaKnaI3sQ+k6Xe8C6t0f8RAP/CIEFp4HMh"
    "ncMqqhUkFQA4oNIU7kaAjDNk6UvdodQHs5D/5C+lwLp0pBp7rE/0pjOUTq+rNH8j+/HB7S"
    "1wxq40Or1SOiLG9UDiePelnXtpgG3hRRGUFBU5rETPwb+ujriEbke+SFlBH/mzdoEYjdlH"
    "AZ25HPTnOrZYCHp8sZGtM4DdAsxK8Erfa3uaJuXx9s3yoGLyEi5FZESLLEqOhWBCOwqYBO"
    "0W6PV/KZoJXaqqbmLMS3pAuraEKB5FmxhCMCbifBBNAwu6+aK8h829q5MilU0IH+fhD9vb"
    "gXO8D3F+1xR7l3t4JseIGdyvVa6d4/SdW1RpNf3W+kxU/XSxtMfloQ8hgukVhIuNCjg2iV"
    "HxVij3zFUEg9HKIFDkMkVZ83iJEnsUVCNMNL+cxQauA01caXpjlPHT/dWhc38F5+JVDRnV"
    "PRc7aUkP84Exuhss6rQNan1mhnw1cX6yIv+UtdfdfHd5e3t+UirzT5YTQLosQUtaqHVacF"
    "bEsFAy2RVSkBVzB9diJoC5PdxCGbNpC0A1UjA1hdtSj7Ay+YlF+cSXmsKDe2KU2SuAOYbw"
    "uP6inE2gHkksl+SeLAm54YjPXszqDOTMebNc4MMqtUV43Hk0FNzTj4PLN29zrqMztoVJuv"
    "TyRmxle7Om+tQNLD/MDhy5cNstbEqppxZS9LjWDmhvnE1Qhny3uI7mmjmVmnNTOzTsszs8"
    "QncmMZS3XIr0ACIT/LkF9J3d3nYfbH/wPdiYfS"
)
