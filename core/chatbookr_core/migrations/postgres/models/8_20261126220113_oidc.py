from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "identity_provider" (
    "id" UUID NOT NULL PRIMARY KEY,
    "name" VARCHAR(80) NOT NULL,
    "issuer" VARCHAR(254) NOT NULL,
    "client_id" VARCHAR(254) NOT NULL,
    "client_secret_sealed" BYTEA NOT NULL,
    "email_domains" JSONB NOT NULL,
    "trusts_second_factor" BOOL NOT NULL,
    "second_factor_acrs" JSONB NOT NULL,
    "state" VARCHAR(12) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "created_by_id" UUID NOT NULL,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT
);
CREATE INDEX IF NOT EXISTS "idx_identity_pr_clinic__499903" ON "identity_provider" ("clinic_id", "created_at", "id");
COMMENT ON TABLE "identity_provider" IS 'An OpenID provider that a clinic lets its people log in by; it vouches for nobody anywhere else.';
        CREATE TABLE IF NOT EXISTS "linked_identity" (
    "id" UUID NOT NULL PRIMARY KEY,
    "subject" VARCHAR(255) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "last_used_at" TIMESTAMPTZ,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "provider_id" UUID NOT NULL REFERENCES "identity_provider" ("id") ON DELETE CASCADE,
    "user_id" UUID NOT NULL REFERENCES "user_account" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_linked_iden_clinic__eca6f4" UNIQUE ("clinic_id", "provider_id", "subject")
);
COMMENT ON TABLE "linked_identity" IS 'An account as a provider knows it, linked by its owner; no e-mail ever makes that link by itself.';
        CREATE TABLE IF NOT EXISTS "sign_in_flow" (
    "id" UUID NOT NULL PRIMARY KEY,
    "purpose" VARCHAR(8) NOT NULL,
    "state_hash" VARCHAR(64) NOT NULL UNIQUE,
    "browser_hash" VARCHAR(64) NOT NULL,
    "nonce_hash" VARCHAR(64) NOT NULL,
    "verifier_sealed" BYTEA NOT NULL,
    "return_to" VARCHAR(200) NOT NULL,
    "created_at" TIMESTAMPTZ NOT NULL,
    "expires_at" TIMESTAMPTZ NOT NULL,
    "used_at" TIMESTAMPTZ,
    "clinic_id" UUID NOT NULL REFERENCES "clinic" ("id") ON DELETE CASCADE,
    "provider_id" UUID NOT NULL REFERENCES "identity_provider" ("id") ON DELETE CASCADE,
    "session_id" UUID REFERENCES "session" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_sign_in_flo_clinic__83a95e" ON "sign_in_flow" ("clinic_id", "provider_id", "expires_at");
COMMENT ON TABLE "sign_in_flow" IS 'A log-in at a provider that is under way: it ends once, in the browser it began in, within ten minutes.';
        ALTER TABLE "session" ADD "only_clinic_id" UUID;
        ALTER TABLE "session" ADD "identity_id" UUID;
        ALTER TABLE "session" ADD "provider_session" VARCHAR(255);
        CREATE INDEX IF NOT EXISTS "idx_session_identit_bcaa1a" ON "session" ("identity_id");"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP INDEX IF EXISTS "idx_session_identit_bcaa1a";
        ALTER TABLE "session" DROP COLUMN "only_clinic_id";
        ALTER TABLE "session" DROP COLUMN "identity_id";
        ALTER TABLE "session" DROP COLUMN "provider_session";
        DROP TABLE IF EXISTS "identity_provider";
        DROP TABLE IF EXISTS "sign_in_flow";
        DROP TABLE IF EXISTS "linked_identity";"""


MODELS_STATE = (
    "eJztfe1z2za297+C8ZemM2onll/ibZ55Zuw03XqvE2cS5+m9d6ejhUhIYk0RWgK0ot3t//"
    "4AFCkRIEgRNClR9PnQOiZxKPl3wIPzfv59Mqcu8dmP175PHcw9Gpz8hP59EuA5Ef8w3B2g"
    "E7xYbO/JCxyP/Xg5VteNGQ+xw8WdCfYZEZdcwpzQWySfc3IfEMSi8R/E4ejVQq715C0SDl"
    "BI6XyAXPLkOeR7xPEjCdCEhkjcRWPxKY8DNI4mExIy5AXMc8lbJMmfiFzBUECeiFgs/ufj"
    "xY/y27jUEV/HC6b7/uAo8P4ZkRGnU8JnJBQf//ffxWUvcMk3wuSvfz9xfC/wnJHnSoLki6"
    "W/cRxyNpp7QcTJye+SdPE4mnjEdxVWrVfH10d8tYivff16+/Mv8UoJwHjkUD+aB9vVixWf"
    "0WCzPIo890dJI+9NiYADc+Jm2BdEvp/wOr20/uvEBR5GZPNnudsLLpngyJeb4OT/TKLAkT"
    "gjZ4b5mNLHUHylkPzouezHgCzFX/x/k2+aoRqNPt4/jL68fxiNTnJbSH4jjbnJJYcGcvt5"
    "AZcY//vP9XO3+MRXT+QHvPv1+vOrs8vvY0Qo49Mwvhmjd/JnTIg5XpPG/NqCrrKqKvgqVZ"
    "NMSC9subB981JAU8g6BnIGVGXH53C9DXgBrDqdhqz4lkeIqfi+4scPw9PzN+dXZ5fnV2JJ"
    "/EU3V96UwH778UFDlwRuDWw1KkDWgKzHRuuTII/rDaU+wUGBLM7SacgKIem3BW0qoPcrCG"
    "7u7+/kk+eM/dOPL9w+yN+pOIXXWsTHrx9u3n9+dRrLCrHI48QMuDxBxLewlL4q1TOkb4Jf"
    "V7ZzM8JX0USqQqoQwXmmQTqjgtoO0AwJbNA//5RK7+TRqIGtt14e21+EXulNg/8iqxjhW/"
    "FNcOCYRGxi47zbPOg4N+n26pbzIV5uLAX1JRV/v/iryVqyfn7/5eHz7TshXg3StQFob7ZP"
    "OsoduxNa9UhRsH13/eXd9c/vT3ISoQFcf00e009QMzJQQVR8Pvr49e7uJBYLY+w8LnHojh"
    "T5IO/QIdWubNbmb82Hc/0KDvA0Rkf+GfJLp86QhSdYdGJyk6zvDEpdJAtv9Jgs2ukf+U2Y"
    "ybHjYRHSaYjniE4QRgth5giGozleIZf+iB5mBHEq/RQeZ8SfII+hx4AuA3EVcXEzJcC+eN"
    "ZbNCMhQb5HmFyPZpjN8g6SvX6ytYfECYnc7iMcmx3iGrhFOuUWiX/mYH83w6EZ9nS9Brz4"
    "okd4HgvJ8W3kk2DKZ+LXq9clEP+/688xylevv9dMoOTOML6lqpOLkEy8bzbwbil6CPDwvA"
    "LAw/NCgOUtFeBYoo2kdLIBWaVqBujdwmNvMF9WgfmyGObLHMxiVz55NGKjengXkNcCXteQ"
    "XgbuUcA9Pw/5zwIn7s3JDtg31BribkL+Y/qPo9VQTYg/3H4QxtL1h0+KC+vn64f38s4wvr"
    "rSrr661LizeQj67fbhVyR/Rf97//G9ftJu1j38r7QfTnDE6UioVyPsZjFJL6eXVGe6Q+X3"
    "z3H5b1/uPxa40TcUOmc9h6P/CP2NHaO3t4SpEguFn+nr8+rD9X/rb9a7u/sbnVHyATfaa5"
    "ZGQoX2ZgW/TvcsJhzPi9UKD7zFKMTB1G7/K0TwCjwHfjaS38jh9gGRLd0eAyKbK0cbESHf"
    "Fp5gSGIY25zrKiWc6V0+033M+ChiGweIDZ91WuB0lzmtOrps+KxSNsDlIzrMjpbN45Vt4F"
    "UnhOCrdiIKc5U+1nqDVEqQk51+gSBrAeLsHYlbVomzHyZymcbhDaHLTIi+OHaZyQjYGbss"
    "htUQ7dPCeyGZkJDIXfT7jkzpdcbnNgw4QDsjhbklC8w9EvDcIw0rM4ni+eUQguxSCHK7h3"
    "LYF8cUFKIexspOhxWCCafDwmCCvGXM1bbXrhRCME86rV3Fyd81XEpbMmBwpxn8L3Gi2cjJ"
    "dH0PRWTz8VYh6XhkiEAUw7ul6CHAzZ9BTyRkSclhxWqWDMX+KllO24K34TKWJRYPHoVkLv"
    "+Y0LBxS2M3BmqI4FhEcBws3hQXhyMpBKyEcp4SpEcF6YGDgArjR9iI9nLESLs/ifL6SCSK"
    "Iz1Cvl8vjqHRgh+2y4rkllvjlZ3sUukayeLrueBaYyaOWsxMQmsX2BnC/qF9XiXr+rw46/"
    "o8l3UdUE7YiBFxyBrceTdegMNVQXK7RqmrQyu+TjU6LrzLtKEkPWgjsASsN7cfrz//zyaZ"
    "aCO17u4//vXGkE508z8P76/1DQ/B8Bdxhmxi2lZCTaECzbfKAdKFrIPjEWs2RfQZdcYW2z"
    "wpoAstCtqGlAbSgk0Tz62AzZPChi0sBbBBViODTasXMimB+6qoqlQAaq46LJfjUBnZPCnA"
    "qweDSCgbC9o2jFOoAFRIVTtMS5hEdjYA7aftk3qKrXrOVAA3q0g1sXm1xx2l4rV7B+e1z4"
    "JmMQYp3ADKX7ZP6uk+Vs+eKkIiowY0ISm0x/UUZoPyVAHrbLvlZ+J8l3lUTzHWDKpO5Wa/"
    "S6L3QmwHxClqxG1YNSjL2N7kBDgqQZvZ2yYzwI+m3vqTHYdG61NxR2538o2hy1NnU6y3XK"
    "3qpN9S9NBB33zMMfOyWICsUvUQ6OFFpZZPFyU9ny7yTZ887lulW20I9ofwSVvyYQ/4OiFx"
    "hTnkiT+qVhTdTA+x9Pqx9A2c69YP9cLq5odAklaXA+whmYinzWTD2lotwEz0wPEuc3xjBt"
    "hpEhoZqBLVjrpxxFajDHZW3aeMxNCF6hldqKwT6fucPz+sYqQMi42UYc5IidGqkYWq0/VO"
    "jW6+86/uErHS1TRaSILs9Inteuw53DaQg4bWZX5PCHdmtVitUgKXj4HLtcyuHDHwusu8hi"
    "xVyE3rPryQRnWINCrIkGghQ2IzaetAAfyZbBr+mWA3jornQ/fZ+4PSoH28UprG6dKdg6J+"
    "pUtxK0SMzsmYuis5WwnJB8RTmHw6lfOb1s9lg3iWk++j9bZl+eFPz37a7oFOEMnvUiT/sP"
    "OaOjRtpfkYvuCEZ87QKkmTyND00AfZjGMsp7kcTuwHxN+RtpVbtPMAEMtbTtqqk5SV0Pye"
    "77MJ2Vodl/GQrQXZWoepW7+qVLh+VVK5fqVjPQ1ptLBEOkvTv44nrcAMSXEZfKsIjNOS0O"
    "lpPnYKSXGdSoqDTAHIFDiEbIFMge7IlqOLM0GmwMvi9wR7fhSaRloWtinNkkB3Ur076QLH"
    "4/DqTUPWaOHV6fKrAyF5iBl3JZrZ3SlRCfQmN/aGKSW+6+2aRv3VED/ssG/5sPHDTpnNzd"
    "tyMJylxeEssiWEnYtzS7FHPwQJ9uSJqLJ5i/duLvgdek/YWY2i0KBZlwSeVLLe+XuGr6v5"
    "1sqca/lEg5mlnNgQ9A7fsyqtks+KWyWf5VolkzkJBSBiTwbRfGzK2ivG2US7R8hPT4d7ip"
    "BcVgmQ6PZfJj5yqaNOFySQVcacfDP4tYoR1+l6t8GbVzJmVDxn7gURt/Is6WR7nKZ1LO6l"
    "gHLZPs0e2zzh/tC9PBZ0ZzT0/iXNZ7yy27cq2f6QPR8eCbJOxOlkUmPf5gn3KBXOz49l52"
    "5q/ONmGgFhrA7WpQ/ZI+4XR4J6SP4ZeWE8j0d8kjuaYIdTgzpXOuOw+CGHHnVo62g7zIhD"
    "mOPT12hLV5KyBaokdr3nfdjJrUGpEzuzaGftzW8zzBFGSb9nxLDnohVhiIYooIjTAVp6fB"
    "aXzsyFgBbfWPxbkLAZXTLk8Xz9TSNP3O1D13O71cEIUSg2RPwOhULKhe76tYOk7k453jNc"
    "quz22ZL00EPcfFq3x0bTEAfcmJtZpiWohHvUDA6UlNmcgiDfTOm/sRMpKhXMIFIxTQ4KS0"
    "xVKsBUNya2B6OlJquRgirbOVUWEofa7eUBw7sgG+uosrFgEFLjg5AO3bIjOyLJ7CtQRiiV"
    "OgzUla0O2FAA3RaJV6jf9jHjo1Sp21Zq58u5FUcbFHMf5rQstvuPoVItDsO3BWvrqQdLY2"
    "+mkpyDlGCPAGPGPHm+8GNFeYYDlwrBWaMo0EDav6Lu5r1Zrod9OhXnS51yYwMx1BrXrDWW"
    "6oKxLVBhrDdDAUVcusswVmy8YEyjoI47xkAOpVxd9sgYFFlrfqvk4ILrNMOjQDYgHMXNci"
    "yEpk4GkhOyMV7k+yNthWlAbANAGhlEgLSXBwIDjUOq+LNsYNUJAVqIuUDMpbNxAYi5HCTm"
    "YgZXbTX73K1ranfbU6Rzp04FsFOlqgGov7JKPf+7qXztBFfTPhVoxXdAH7/e3R0ueMj4Te"
    "Q8koI0483dQXngkPHReLuwUqf/eeTMZH6wwNjxFtiP+/P7ZMIRp4gtSOC+Rf/w3H8gj8VJ"
    "wpHYJN/F6cPyt0ey+q6g6X9TD4b+HccVTjyoGdNN2fRMVdsnT8TQ8+AXn+ICT9WGQoNyIk"
    "mO9wA14fjz/debu/fo0+f3726/3CYjXzfekvimvLRNEf78/vrOBHAtt5VKCW6rzrmtOlJE"
    "JHYRFoqY6XRPb5Ue7bG0fUxWNZwPxBy6iLdmGhTU837gfIXztc/n6+YFqJwAlRL0sOjpsk"
    "qayGVxmshlLk3kSLIT2kS44TDbMhQnhdA6kgOhetKNRlgz4aZr8B4g4yYGUhaICSQtR4cY"
    "SHsoRlpoQw+x5b4q6WodHPfCmmVwWUpIueoalztiir3/xkkYYP8mYkZ7TLk/KDPKSLJyNE"
    "6X7vS4XiOxQs5ej52c2Sm03zGUNuBBDK9Y7BbFjyR4iwLKZ2JjyOGoS9maYULDvMu10Sfb"
    "93vIz9NlHIc8bSEENR/dMiJV5lTXzHN0oJ8b9HPxrtXAVqMCZE0JhpAjBTlSRwOt4VSsnC"
    "iVJwV4IVvqMNlSzSb0JLooZPRsS9aLhEYDcH/SHtdToA3yskvdAWJmfWXkxGBwbu4NyozN"
    "9TaIkmWVUnvohJMAYZlLgzB7JK6078Tv8aOQsGYEWMjFqwFidN30D6OQzOkT9oXFGKAxQT"
    "gIqLB9BCmnwkSkc+RxJJjhCMO3IO9nL5+6u7EBXngZD6v4vJN4c9HQ9QKcGqTFBq0kAJu1"
    "UzZrwsO8S9CMerK8zA94vPLQmAlz/fA+p9tv9nsOueIIhUrVw+DEaaUg52lJlPM0H+YUot"
    "nQbfvGmxbXE7J9t9Zu39L/y3B4dvZm+Prs8uri/M2bi6vXG5M/f6vM9r+5/as0/xX88/4A"
    "VcpXFcgqFdhV4GQBU7Wjen2xqWo0npI3uwFkrxdekpXXU2RVIdglY+lXqqnb2euDMiNplq"
    "6oEIiTWqAwUhZx1EvYInMiDZPEViFLlMy+EPaH58ue6MKccYnjucQUe3vew6zDbZsOXOTb"
    "Ih4eAd3UD3No7oyw2acxKISQrNK5NIZcoM+exRkyYHCnGXwMvRH3ZzZXGYV5WjwK8zQ/Cn"
    "N7fNm+QgolvEWdfosgdfNlsBn8Bi0kZ2x6QdunZ+ikUPiTH9heA1mNDDYtpL3stVyNhE9y"
    "mK8dsioVgAoO2oPlEinTDZ6Lr/a4ozzGqqQR6Wf5bl948sY3APKX7ZN6uotV6VilgRhkab"
    "WQpWXGOtW3GsD5LvOonmKsaacF+B4msnPrkvmCchLwz0SAyoztrvKLBmUxH2+zfBRm1leI"
    "ADkzHExJJkktEpwNk9Q1OokLqeTN8Dv2U7IKTwXyA5mO5jGEA7YkYXpV/OrKgirkytBPfM"
    "kUKdrPhxrz4zatuLKqo/yHDAPOMJuZkuK2DhgIMHUqwAR9QJq3Ww3vRyWjVaUD40oDdiNo"
    "qkZRNgQ9jKI03xlhI74tEM7S9BDky/MqXWzOi7vYnOsg43AazYWSwayhzlMC4BUAh9BrVm"
    "hUkRnFIiM3kS7iDp0b0P3bl/uPZnQzJHoYznM4+g/yPVYlb/l4NAeJhRJ6SwHdtA7KYP3O"
    "0DhIPuBGH/MdBYFs/hMF3DP09NzR4UQnhoBotwOiEPfuK5s70szm1hWKhcdXn0L65LmxoW"
    "/yp6hrBjvcKfHq0SK7fLc3JUD3CxLc/oxSurS2b21yIp9whjzx34LQhU+QT6fIC9B49VY6"
    "Np5o5MwIix0iAR1Td4VwsFrOSEiQ+IamnNs9fKB1Xi6MOu6C4VnsM4l/WqiU6fo+apSNm6"
    "EeY5HdnOMtRQ8BHl5UMYnEqkKI43u50qyioUsl9Zx+8cwlQLocaUaETOe1JhwXPQG6rmY1"
    "OJuuq2SOPX/kUvEjMNTaFhuvOcJnmbBHxIlWbFihKTDO5MamgdB1hV5IDWL/hlKf4MDMkK"
    "JH6O+GeEZbDNlc2fO7cX9/p3Dk5larcv749cPN+8+vTmP2bOdW5IufFfRG2Amt3gkzNbwY"
    "z3gxwGXZarUIuFPq7PSjcKeY2Dy2beuQI4RALHR2gMThjuapVUkcPpBTNRjTKHB/Jr73RE"
    "Jjk3B9yaDUpbpeLP/C7eqdHtV/bACKRyQ+CnEpe6f5K4QnnKynJC5p+Cj+KScrCtnnIo+/"
    "RRiNsWwDPscrJPshIEbEh8rmavHz2HdIqnyG5m37+EBrj2pIHCJAWyegDdDftyqTcgfcrF"
    "1ys0JqWuOpaX409QwJ0MWmxZaih7bFeRXn9Xmx8/o857x2vWmSOVwV4C1FMwDvlhRHnMwj"
    "A2y1nKgaYU3f6fHIhLZcp9nTMseAXXN1FFKwnjttPYMPqlUflOzxNRKqLzOVI5Wl2ypkta"
    "DumBBrO5y8CKlDGKslsnRaGAbWNZHVkfypv9HxicG8l5cHZSb9H8mCRkcx5yzhjWh2xcrU"
    "AFbspEexPg4TxSvz9zdPgMykLhh0YDLvz2ROX43KR3SyvodqUPPmMovGfxDHnIhU0oNEoY"
    "INW1BhlIe0OIqvEEHw/hnBe5e40YKYu0eXeIEUqkb0+g45gk6HlQYlDEsGJQzzsgMs1NYK"
    "uxJFMQduubm0pQLnTucsJeWI4JzMF6YTonDISJZkf4NGXrf18jQ8T9QVVtHMBs4tAYCpg+"
    "kTzAyCvaSRYkoAqqCK5NR7IqNoUUOUq5Qgzjstzn3M+IiEoSl9ulgdUqn650puRemE3NEX"
    "8UZNvMBjs1p81kghZNA1PnckZHDnBY/ETYuqTwzRA23FoCyQ4MdrR152cZVia+w4NAo4wg"
    "zhbQW0zNmTRc8DtH4uGq/iEmi6FBv1LQooIj/IUigkM/TQHD8Stq6alsuTxcSfGKut2//E"
    "3UNd049Noxtrf2KubR2ENroU2ki5ZKHiZEh66PMZXlxUqle9KKlXvQAF58UcfDmTIaqXFa"
    "HTgorTZU5DrU4LDT4V9aEqqBoZwJqffG0LaYYE4ISKssOMosh2uHomtqYeWz1FWZOGu+dQ"
    "yHe9AYi/sl7DmpGIXZrFvBmYYPJzZIYplHg4sqvazZdUBEDauwtyHQ+jH0AXtiqugEqdq0"
    "oaV+X7VLuu4IQhpF3SoHpLsj+IT9ras3sIJv2LBlYbOF3fww3cfKmgx0ZySNCTAeHSllIK"
    "3R77SKUS+2jbSIGjAUy4rmjB3W0Kcken4vq7eHrTiVEZztwvVYjXE6BGPp1WjPZtZ0bJzs"
    "VL8YNT3x2gZehxTgLZ1Vj25hCPCRheq4pxiG2OXRJ36BCaIsK+OIQGSBYixk2PMVrOPN/U"
    "WLn1j7NW5TMfJa/EZU4zAbB4B7aNQbRFdTT/G29amPhnlHSGpL9kVz9P6W/z+F4n/f1lOD"
    "w7ezN8fXZ5dXH+5s3F1etN9l/+Vlka4M3tX+WRohw96RlTEhMM8ILNqF1QMENzYE2qMfXp"
    "/HW10pyy2pycepp/E6pv8zxtrTzXjsWF9rnpO6JYdYwDUNPXtGF7WcWu1QOYGbP2Emr69h"
    "BxxGFRv/aSeGOWCBBVEc3qfTlMy/MfNFLIdOlc/kNXUjzp1At+wZ4fhUW23vb+oDz4IVaO"
    "JpmlO809+VziynE1P3jBekBNPNt3nX45QPEPsSCZVSMbSqKk30k8DViwgOOQI0biVEsyz5"
    "t47XzEbrMOwjBdCsOshyLYTrNUqaD13U5/dvLy2xQZZkmgzDBXZkgdmTJfa4KiTgspkKAC"
    "GFWAD+IVNB398fXSI3+erth50t+LM3ddHfFWHLWYS3crwysmuy9P5YFMA4ekPtiZOHjFkU"
    "zFYTxAY+LgiJG4iIJJh6xYRIVumx7hhu7ObX/Yc2blQX5GpxQD8FuB3+qIMl58HEwjPLXK"
    "yMjS9BDkhrvKhMTxFskwO/sWziZq6ONcs4/zE/YjwmrxIUcKTKjJBOhg1Z6ssW6H0eNOGM"
    "33bYQq0Tpy5CgMZ3UyJOd+LTarlOAe6RqXu+IeIfMxCdnMW5yYnCTbu4NSV4m6rtHiEM3b"
    "kJbXQKuIw9vFxZ6HkPpWelW6vodqVQv5HUegtZ5sU/iPEWJQr3p78HYmse+IGGvVmkG++f"
    "Kza7RnyJGC/xk6NEB5z3GW90DrgMZbBxQJ2gag/aQ97iila4WeF7kjRkFafA/08evd3aGK"
    "0z4QxrC5Li29NSg3xLeLmrbCaRCQbD0J+cZJGGDfZI3rKQI0eCIhwxlqJuNIMMSqm+a764"
    "VrVttYmQpRDw35huMjwjCZ2QVIthQ9RLd5G34Nl5zoY6kx5wjBCoEsmL1lwRx4wnbX4D5A"
    "VoD4BrxujkyeFpIzarIhq19aCBuNrH/JBMNKpebDklLzYb7UPCQLfyU0/lFN1IvoAf5K8M"
    "sITWTV62tL0cNTtflx72u46uRRZAkhjaLL0Zw4gUywzrUKjqpU/ZNXV1XE1VWxtLrKC6ut"
    "68YuI2lDBmHRTr9IEP1+EWxO/Bw1Yop5SnCRdKhl0BG9NDaQ6gGIyrDqhABtHlo9PmMBrk"
    "4K8EKawWHSDLKbsQl8tcf1FeX8K7w7/WArVJsAeobF0/x3yjP7i7Z6GlXY1xl9qwG0K2bR"
    "dFMv24lvXjftVIbH/bX4fr/4sUqey/HY3hyUZXlQ+TeOJum6Ko2HBWrC/EZRIGd9LvEKYZ"
    "6Z/vkTilPE455QQhR44m8JB4gJdvgERfKRsl/w3AsiTgwtKVp4PvSgOumcSjNAxRkjCz+a"
    "elbpIluKHjqwmy/4ZIQxe+1cpQLF3FRJY905TaWCzmna3s13TktFfr1uB3liSG0Y1I6pLz"
    "xxu4ZnV6UEz26nPbs15wrDSOEj4S94l/tbt9ZPeKFwDTzKXfAOQeFaG6geUeHasUK8q3Lt"
    "wOOFP2EuOwOeGJya6a1BmUtzkVnUZvsYZx1piLdTOv863r2xOb+jjG0htl9i+P8uJ5UVtc"
    "EdQE1b9zyUGc5XdfRkNwv4KHf7KA1vlAXaZuoeAt+8g02Fro6XregJ4Gob1HS1ZQ4Lm5dA"
    "oepfNnILez9GrNae1yihUqvmVpc/a3FAIwQG1GTAQTqndwz2Vov1ISO+znY/Pr96wqyxbc"
    "uAHCHkw0M+fAuQgg94Tz7gA3nRsr5MkytN83WW+NP0lY061crdZBNBN4q/+QAcYd1zhCns"
    "qaotKkQ99Mm0UCU7oyG3xlml6iHQzTfM8dho22xasz0p9QkOCsRJlk43PQVhW1CnMmbPpu"
    "f9/Z2iht/cPmgYf/1w8/7zq9MYerHIW5+J+bmdoMuBLge63C5d7jNx5NjN1TvZWcKgyyn3"
    "S3W5MFm5aVJRbSIpncRVFct4Nqj46YkNEnE55hvFns+3iGBntp4RzuKpoeZhozWfY4zFZh"
    "IF5B9jjrqCutgldXHLJws1RiHqoRbTfBgDUnatNvTRuRYhAbJNhQnS9BpJ0zuUpsRoFDoF"
    "WlJyb4eGlFlVoRw2pHSOaIgwcsmT5xChzGCOGJ0TJCCSVxgKCHFNpa5WtNa+M5862Tr8uH"
    "Mu+M86pRDZunR67Mxp3msGraVbzM8DTxl4yg6upTwzkKwdkFVB1cgAVnBAHqagKN2IDWB7"
    "l3lUT9HVXttOOXi/rLX9E4PVkt4alBktLLNoj9F57nEfIvOdtCw2rKmq/W4Ieqj+thWRtw"
    "ZZI+sh1M3H5N0oXMvtpKdXHu/bgJvhNpFqmHvrQsFjwzye6/fD8PT8zfnV2eX5lVgSf9HN"
    "lTclbMgbF+NoMiHhaEwmQujVALqQfn9ovz4uqPGEi//XRjpHDkDrQDNOFjUA1sn2B+zpxZ"
    "EguwiFrikxkr0xA4/bwGukrYVxxwKMTYPsRGFIAmdlo15kafpXh3NWQbM4K1QszsCDWYgz"
    "eDDB1Qautk65gnaVb5iWDSq4iEbW1Rwnv80omgp5xxBOw9KDuP3yckZCQ6JfhfW7m6ukXz"
    "d58bWONZDmd2gpNCjxPYGgh5aCxwWvKm2qIqvJKAAVlJODxAEz0Z9nQpsJNvUUW/WdhQ6D"
    "L7LDYLLNy5JF9SWVdGvb3NGELs7xlOUuBKVPkJUyGMmMNDShYVwgs5xRn6CxT51HUy7ps5"
    "5lq4+njx5tk0pBG++oNq7yKod/2Rx2jbCH4crmEyPB+AHtvKuggnYO2nmnsa2inR9KZYyn"
    "X5lVxfWtHSridlEFzdCn0x+84Ef0IJQ1Th9JgDzOiD9BHkOPAV0G4mqsyY1DuhSoIezH5d"
    "PSw4p8jzC5HsmqWZOu2PDTYcDecWmEMcut67BVKhhVpmmC+TJszFgUphK9YnqEQrPH1BMd"
    "4tNnwNp0IgT0y3wJRe0+ZnzEiBAx9ozWaYHVnWY1TA58EWyWmZQLIX6jRQ1O54ihJUmXeR"
    "2SJ6Ee1jmkVUrgcpe5TAN/Narl4MxTQldrLR3VJQH3uG23cI2sVVT3aZw1lTaTjKLJuF+q"
    "2rsm2v4lVQ8vLqoUbF1cFFdsyXswoXN/rnpoUFXFldzRBlVfBI9ug1/8+ITNu5K3dwel3m"
    "SxbuQFo0m6srJLGWGOMEpl27rhlMdQFMjflnj1E/I4IoG77r45kF06s45gcXNMpjgQ1wdx"
    "+055nwQoKZgqdjbv4XOty9c3En79a8a4hGL2TjmsF1EoKKwqrTMkPUxbaHgkkTgquH1jVp"
    "UKAgI7AwKJMLMGWqfr4YZuHuxAniPWUKtUAHQFoJ9I6ImH1ZsVaiCGMaGDmqP7QsKjUCBH"
    "bXa8QtTDDT98XSXFT6wqNnBf55P8ICb5EvydEKh6EWyGfvn95i+kZLfnWLetRVXIANZcpn"
    "scarDOdM9SQWANEt1bTnQvqJRcv9sNQHubBDU/ZR7ZU5A1ibgb5sJIZo1ygs2TjlIuVKgm"
    "yMrFTkWBOJ5MHjB7PDEFgTY3B6UxILlsxNN1OyNAX+icyLjJVMZhSMhogOYR48in9BFh/p"
    "O4PMOB+4OcDzcQvzhY2NAuTmI1rueigHKEA7Zc3/+DjtNbpukm7X+cdbwndljLf2SMcEGh"
    "rVItdOhsfBidqDgYBGM92qxepYF4H1mdsQgGUlBFtQCQeP3Ep1gCq1IBpiqm4lywxHNLAV"
    "hqrbaJGy3I6JFYdR1VqXoXBz4dVpGyYlWhmI3vGSLuNiBvCPZ3jJ3QBQna0g1azWeA8Ewd"
    "QXF0fl2XBqQGjzNk4LfvMn/Bbw/O0K74krrbMPiB8sUv2OHU2Cc4c3dQ5k3iYt1osl1YIa"
    "F4EdJpiOeIBtLFM5Mtx9bza2d0yZAc287Qq8+/vEOXw7Or79/GPSOEkijTftfZPuuuwAQ7"
    "s3i1+F8kuBInAJsSiVv/POhjcWSeILKqlXSm0kG+2aBmvtm67J6ThQn+aWGPC4WsN3Nr/j"
    "Icnp29Gb4+u7y6OH/z5uLq9abxRf5WWQeMm9u/yiYYitYFXTFeqgpMg4kXzusxWqMFY6fL"
    "nO5OzeRBfW8Nmjk26viu6sr7gDxQ8b+Wayu7AH3DlZXPsm1iHA1WTYpvsT0Tf0nsxCp+JY"
    "OmGCYwC47LLCBz7Pk2vvUNQe9iF8OLSuNYL0rmsV7kCn4m4oNH8S8WGCtEPQzFNz9ieIEZ"
    "W1IhQW1r2HKEPYS7laoemAi454mAYoOOGBEf7WZcjxbAG+n3yIDNlSwHbNWLw8xiBPdBX4"
    "3KZ9lBzanuv5HxTCiT15yT+YKfGJR4bUWpOr9crxW7brt4Z4jiV7qMB6HwcCUbWouHChkd"
    "yi4jpoTVnaut802TR6S9uZLvnuSdgs3QJZtB4Y2lRNRpQSZ2TibqqVeR3UT4lADmlOc1CR"
    "KGJr2txNpOCfrXTK/5fGw3CtcJ1XObHatR7S/GdkT7FpKLWkgfVvSdqqBqZAAr5GwdZlJT"
    "uhEbwDaxbX7OPLGnIGtvb5eqLHUmFNugWT7tNkKz+2S3FXovbEryRAIuE9dkTtoSxwamtD"
    "WFcbmgAtu8NVqZavfoznT5xirdlGvogzvLCaEw8vDnwqDEhu1O9c6hVcWWIzNQgZqJw1QK"
    "w5REYXKVUdH4D+JwSx1SpYK6Pj2UGJLAFlKFCBDVI1eLhfiz67gLNVLwFnbaWyieF8+xz3"
    "P5gXwrcL9kafrg5Crj5/v/flBYmYp2c2Z5ujxzFLyTyea6uFr5FLu1cvvztDXz+4+HB22l"
    "9x9DjfLeFJ3TYaUi8JIacF3REdYUs5tIs6XYYxF4WzZQ257zJCpn4zbPkvSmLqUxh3kgzr"
    "s0/l5D7TGQQ0FClzUfSBF6EWxmhHO/FptVSniZu8xliHY27gLQvONVQdXIAFaIdh4m2plu"
    "xAawTaJo7zNP7CnI2tvbwWjnhgnF0c4sn3ZHO7P7ZHe087cZCYnsz4FDHsjBfUx2dt0035"
    "Az/Vg03pAgwZpoLsOc6URAwX0nEvsGYbbp4MEpmuNHElMnDp58xHSvn2ydCwzB08MfM4OS"
    "4GkU+rX8jSod9BIZ1HQ2pm+jjZ89S9MLl+O+He1POPQkFAYn2d++3H80o64Q6Vaf53D0H+"
    "R77Agzo0vQl2iUo68DrW15+QAd/Ti9x8b/uyHoxWZv2wEslNaQsxGecFNDh9IohkLXQ7Cb"
    "T4lhRCg4vNYJmiOFQ7TuIboIyZNHo7goti47ip8BgdSG2BIF3NSgotzbWvgQcLx22fEKQf"
    "RWg+jrGeT2oXSdrncB9eaPeIgHvgiBhReeTAa3jGqoVBDUgGJDiBN1NIRhGydKXu0GoL1e"
    "eP9F+lwLp0rBTnWJ/42GcojU+28OSf/8fHhIXzMojQ+tV4+IsrxSOZw86mVd23LmOTNEZQ"
    "QFzWgUMvF/30WvAhqQn5DjU0bc79+ipSd2U8RlbEc+O86tlgEeHi9naELDOECzFL8StN7f"
    "5oq6fX2wfasYvIKIULciQpIlRkW3IBiBTQV0inZ7vJLPBK3UVjU1Zym+JV1aRRMyJM+KJR"
    "wRcK0EE0DDbGHG/VbmW8+5z5FCBR3o7wfR37N7sQF8P2mPO8q9W2Ese+4F7lSu11r3/lWq"
    "riWa/Pp+JS1+tllaYfLTkpBHf4XEQsKFHu0F6/woHzvkO4Z86mAfLbHvI6n6vEWMPIkt4q"
    "M5Xsln+lIDp7E2vjLNeWr46da6uIH38iuBit45FT1lSw75L3OxEQrrvDJkfWqNdjZ8c7kp"
    "8pK/lNV3fflwfXeXL/KKkx9Gcy+ITFGrclh1WsA2VzBQE1mVEnAF06cVQZuZ7CYO2biBpB"
    "2oGhnA2lWLsj/wgkn54kzKY0W5sk1pksQNwHyXeVRPIdYOoC6Z7Nck9JzZicFYT+4Mysx0"
    "vF3TmUFmheqq8XgyqKkJB59n1ravoz6zg0ax+fpEQmZ8tYvz1jIkPcwPHF5cVMhaE6tKxp"
    "Vd5BrBLAzziYsRTpb3EN3TSjOzTktmZp3mZ2aJT+TGMpbikF+GBEJ+liG/nLq7z8Psz/8P"
    "4oi4Bw=="
)
