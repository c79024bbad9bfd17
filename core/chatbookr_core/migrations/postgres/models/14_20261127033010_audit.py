from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "audit_checkpoint" (
    "size" BIGINT NOT NULL PRIMARY KEY,
    "note" TEXT NOT NULL,
    "signed_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "audit_checkpoint" IS 'A signed state of the log.';
        CREATE TABLE IF NOT EXISTS "audit_cosignature" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "size" BIGINT NOT NULL,
    "witness" VARCHAR(200) NOT NULL,
    "line" TEXT NOT NULL,
    "cosigned_at" TIMESTAMPTZ NOT NULL,
    CONSTRAINT "uid_audit_cosig_size_fb4466" UNIQUE ("size", "witness")
);
COMMENT ON TABLE "audit_cosignature" IS 'A witness''s signature line under a checkpoint.';
        CREATE TABLE IF NOT EXISTS "audit_entry" (
    "id" UUID NOT NULL PRIMARY KEY,
    "clinic_id" UUID,
    "action" VARCHAR(40) NOT NULL,
    "outcome" VARCHAR(8) NOT NULL,
    "actor_kind" VARCHAR(8) NOT NULL,
    "actor_id" UUID,
    "subject_id" UUID,
    "happened_at" TIMESTAMPTZ NOT NULL,
    "content" TEXT NOT NULL
);
CREATE INDEX IF NOT EXISTS "idx_audit_entry_clinic__3dcf4c" ON "audit_entry" ("clinic_id", "happened_at", "id");
COMMENT ON TABLE "audit_entry" IS 'What somebody did, written in the transaction that did it; `content` is what the log is over, byte for byte.';
        CREATE TABLE IF NOT EXISTS "audit_leaf" (
    "position" BIGINT NOT NULL PRIMARY KEY,
    "entry_id" UUID NOT NULL UNIQUE,
    "clinic_id" UUID,
    "clinic_index" BIGINT,
    "hash" BYTEA NOT NULL,
    CONSTRAINT "uid_audit_leaf_clinic__ab2496" UNIQUE ("clinic_id", "clinic_index")
);
COMMENT ON TABLE "audit_leaf" IS 'The place of an entry in the log, and in its clinic''s part of it, both counted from 0.';
        CREATE TABLE IF NOT EXISTS "audit_node" (
    "id" BIGSERIAL NOT NULL PRIMARY KEY,
    "level" SMALLINT NOT NULL,
    "position" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,
    CONSTRAINT "uid_audit_node_level_dce15c" UNIQUE ("level", "position")
);
COMMENT ON TABLE "audit_node" IS 'The hash of 16**level leaves, from `position` · 16**level on; `level` is at least 1.';
        CREATE TABLE IF NOT EXISTS "audit_pending" (
    "entry_id" UUID NOT NULL PRIMARY KEY
);
COMMENT ON TABLE "audit_pending" IS 'An entry that has no place yet; the database notes it as the entry is written.';
        CREATE TABLE IF NOT EXISTS "audit_truncation" (
    "size" BIGINT NOT NULL PRIMARY KEY,
    "truncated_at" TIMESTAMPTZ NOT NULL
);
COMMENT ON TABLE "audit_truncation" IS 'Up to where entries are gone; the tree''s nodes stay, so that whatever follows is proven as before.';"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "audit_pending";
        DROP TABLE IF EXISTS "audit_truncation";
        DROP TABLE IF EXISTS "audit_leaf";
        DROP TABLE IF EXISTS "audit_cosignature";
        DROP TABLE IF EXISTS "audit_entry";
        DROP TABLE IF EXISTS "audit_checkpoint";
        DROP TABLE IF EXISTS "audit_node";"""


MODELS_STATE = (
    "eJztfe1z2za297+C8Ze0d7SdWH6Jt3nmmbHTtHXXjTOJ83Tv3WdHhUhIYk0RWoK0on353y"
    "8AkhIJghRBUxJEnw9tbBEHlH8ADs77+dfJnLrEZ99dOw5h7HqxCOkT9k++R/86CfCc8B8q"
    "RgzQCV4sNs/FBxEe+5IEy7EjnB88ZlGInYg/nmCfEf6RS5gTeovIo4Egug8IohMULSmiCx"
    "LiiIYMLWfytwBh5Phe4DkoovznaOaFLvL4xwEicxJOSeCsvhPvcanDX+QF0+6mjAPvHzEZ"
    "RXRKohkJ+cR/+9tJQjryXDFiGuIgSn/OXiR+/fvf+Qde4JKvhAky8evicTTxiO8WME5I5e"
    "ejaLWQn335cvvDj3Kk+LPGI4f68TzYjF6sohkN1sPj2HO/EzTyC5FAfAvi5uAOYt9PFyj7"
    "KPnL+AdRGJP1V3U3H7hkgmNfLNrJ/5nEgSPWCjkzHI0pfQz5VwrJd57LvgvIkv+9/zf9pj"
    "mq0ejD/cPo8/uH0eiktOTiGylLln7k0EBsFy+IBG7/+k8y7wYf+emJeMG7n68/fXN2+a1E"
    "hLJoGsqHEr2T/0hCHOGEVK7BBvRkexJ3hKMy+j9w9CJvTvQroJAqS+GmtN9lP7RZkuyDzZ"
    "pszk0GbwbgfiF/uP31/eeH618/iunnjP3Dl4BdP7wXT4by05Xy6TfJClHOAhIWsZ4E/Xb7"
    "8DMSv6L/uf/wXl3H9biH/zkR3wnHER0FdDnCbh6T7OPsIz50s9CFs9r0kBWIujxr9i7s1r"
    "O0gTTP8ZoimqcBQBVA89eGAaYKGcDKYRW37ORRy/KTQ10G+Ed+kXnT4C9kJWG+5d8EBw7R"
    "QJpKQ+/WEx0nrJtPN5d9iJdr0aTI/vjfz/9qEkkEPnF+/On23cNJmSF0AGwiZv6UzdZTdA"
    "sCYx7cd9ef313/8P5Eyxs6gPc+N1VPsVVYYsXeFUxijJ3HJQ7dUYFbiCd0SJVP1mPLj+bD"
    "ufoJDvBUIiT+FPHFNbu7Usdab/6tCtb60G3Xrn7jQrtQbTJ0EGaPxBWqDyNSSaJcV0oO/Y"
    "CrSKsBH+zyHzjVmDj8a4oxXlTWsbqcWKNpKRqUoniFhI9n0VoQz3QuULJsUbJCghn/HiXg"
    "381wqAd+Q6GAz7/sEbItzgy+jnwSTKMZ//Xi9esanP/f9ScJNR+lqEsf0kfD5FlRduQnb+"
    "4xxr8YKwP9y+f7D3qgFTJVifWcCP0b+R474otYB7IApKC5Zth+8+v1X1XY393d36i7Xkxw"
    "oyzB3AviiGjgvw0iPfo5CgV57yhFH/59+T9/Gp6evzm/Ors8v+JD5Bddf/KmZlFuPzwoiH"
    "pstDbDlWG9odQnOKhg3Qqpgi9nq/4RAlyD3s39/V1hS9/cPigb+cuvN+8/fXMq9zcf5CXy"
    "UBl2LkBGxIRdrwl6yK1PmzDr02pefVpi1arAYmJ0VGnB6mi11dEljue2WugiZQfLnAqasM"
    "rdrzL5uvD4dC1WuUgJq2z1KgftTnKeDlbY/hUea0TNatEnT9NK+rFsPYvCz1UD2eeqUvS5"
    "UiUfcMJ17jPK5ITxyhDWEuEzoLVsD4M3zjJYwRt3AG8ceIxM0G3mMdJz3g4Q/sLIEQoLTc"
    "Et3TUFePm3QB++3N0d1iH3ieCiq6j8dNDAHRdmA829cTPMkCAXzrAsLvF7tMBhxGQE44wg"
    "5szIHEvvmeeyAQromLqrVwwtaeiyBo65bt7RwkeHwT1nq3sOBJ2dyI8O5efFC7DWJVTtkV"
    "PIwCP3DI8ci8d/ECcywj9PA+A/A/wczzfzcGBwbhyFuQysORBSbSOgYG2A2F/L0a2M/bUg"
    "OJXGQXTnBY8nemV4/XiwRRsWA0d+NrJR6t8cez5xkSBCeExjqbumU32HHoQyy5XUtUKaPk"
    "Ee101DL4pEPp/vPZIkvFTk9zE+OJrxFdPnBe74fdvVZFCEbVKEF3HIKYwin3IkfYx9umwS"
    "+6TKoLnYp0vVAxjRRxKMZpjNTFAuUnUD9PYdvjeYL88bwHx5XgmzeFSEmQjONmIEc/ZWBv"
    "rGC3C4qvBnK5Rq3OQqtUscpaFaGzeZqrNrjYvDenP74frTf6+V37XadXf/4acbjfp7898P"
    "769V8w9XZNvF+BUpQQm2Wgm2KPYLlnl3yxyzVkc5RwahX5avr6n/I0cCoTO1Vpc4dW6Dj7"
    "zGJJDbTvps4AMZBHyfOjj9o8v2gM3TQa05oDiukTEgdcSgbxZirCcekXCAQkrnA+SSJ88h"
    "36IIc80ATWgoU0zH/C2PAzSOJxMSMuQFzHPJWyTIn4gYwfVz8kT4YP4/Hy/0VoF9vdjYi5"
    "5+sey3SHjtR0kOGfjU7TIlFJeqKfhFKjDml/PScju+hGtlmmWJDpItNVl/JHBbYKtQAbL6"
    "NNbkJtCYYrbksG7o9pjAmjHoo01gFTcI/xaG3LdIBTI95G7sGNIZ5dRmgOZIYIOCq/8grv"
    "6UT3YA7c1mpqPcsVuhLV4p26t8iePdAa4/p9P0E9QcD7Qrj2Dh8SU60ZlJkieDWhPJwhs9"
    "poOa5Q4Iw8MipNMQz5NwfhHGzxcczfEKuVQEMBAkXafIixjxJyJw4TGgy0BU5hKh/hkB9v"
    "lcb9GMhAT5HmFivEgVmFVkFOzrzcYWkqLrDFINDiPhVJtF5L8l2Ksd/9n4HsZWXDWpK3NV"
    "XVfmqlwCLCQT76sJvBuKHgI8bBJVMayOqhiWoiogeGUvwSt8Vz55NGajdnhXkHdSnOFl4B"
    "4HkeeXIa93dZepweNts8ebOXRhlpm2oYC8qGfkRWWeUC69GcGv0j1rEY7nYO1kDbzFKMTB"
    "1Gz/F4jgCDwHfjYS38jRxFNtc4hs6PboEFl/crQeEYvCFI+H9Rzdne5jFo1ahiqqtLDSNq"
    "80RJe/qGU2ru5WIgTna6k8wRN9bFmDOU8JfNLqAwRRC+Bnt8Rv2cTPfiDPZex60bsZcR4X"
    "1KtoS6QMGdT6MsXgkVMcvdWpeY0Y3zDERbKdQFaOzKea5O36oc/Iu2beP3VRet60Org0pe"
    "gm8vGwBuYk7vHPw+HZ2Zvh67PLq4vzN28url6vAyDLj+oiIW9ufxKaaIH5Z6ppjY+Q6gJQ"
    "H8jXigXIxvfChVV3977/60O9JaaQp5oNV80zSki1PEYthKACIWgR1glBpRv7kDcLFbsFR3"
    "FIqq+W3Jgmd4syvMHlsvSigDD2iqE1qaj8QVDMd1goqmGu7yvdhWNKru0Ynl0W6WTPaw5e"
    "dytpZVfNnZReL3Al1WfzHFgqOHRcxR4XYQN6dkZKuFe7/nMkvZAGlICWRn0DhzV9A4flvo"
    "GChZlIW9n4XuC7b2krubXamW0pSFwgcTWVuN4HUaiPRN48bSBlkfXAZhHJjM6JqJWGXM8d"
    "rGukeYHUzvkEAcNJPGskRvNByIveot/5RuDjot9lYTXxJFXmxe8iYXqARNkhmWwtfqgISt"
    "7jy43jkmccaRJAYLK1gckHtRMfj/3fwL+SHDYT6W1D0Qvhoii8nTeR3c6rRbfzkuRG48ih"
    "ZuH0OZIeQtxxszK+HWk4euR/muEmzlEBys1QNuO7eRpgu9qWB4cqPNJLTBXpzURtU0hBbb"
    "NObSvq51IXMLGH5Eh6wez3YRKxSVO+I3hyUqUoy4eD7Xqyn43bqiaLxNiFjx3ps8YBkhp2"
    "pqRyrTMpJe7JvNm0PdcrJrNlBYEXcW2URjMk65ATF01COkevywrx7l6jdWsUc3DTX8T+NX"
    "BwyOGlg1dnY+en36vQGMD73tbVIXeKofSQp9mvJcJ60QHsCrtC1JxfqJSteIZlmB7GNadP"
    "ya0rK1+Rhdu0nPwRSUld1pO3SVD6wH+uFJTkwwaCUpCNayQoiU0j5JHTy//6L588ER9xQe"
    "uJsEEikPyeCQC/o/8fv349fpMbSIO36Hf5ozTs40iQsgid6mWlnb1JKy7J0emaJxIMxIFY"
    "xOeqhaP1whUX4PMc+37lEmxWu0exIGfDN5dr6MUvdWB//vX67q58i+Tl90NK/XYgClc4XO"
    "E7vsI/ksBNINHf4tnzBhf5Ijd0e+xlZoCQnnfRgjygqXliRaK30igheO4YMyIaqMkyYIgP"
    "Ew9S08W65ZomNrPz6Z+RQHBc+nPOky/fJP53fhSue5vO1UPIQazukaAMaXC6ouLorQfsy0"
    "LU1VvKKnpiM4lCepj/PJXF9ZL4F0JeiYPBKUXSzGqAGE0OjAh6kb0JJtT36ZKJw7AI6ZPo"
    "bsjQmExEYEfp0O3nlZDJY79MUS0up9u4leNMpQXPmXWeM0tYcFZEWMN6c/WFq1lurpzxVk"
    "5bvbbb/SIhmXBmKVJgVW1fbfOStKvYhAoO0NYyp6UhC359kCAqTakZmetyUx4OYYqHl3Xy"
    "RQuyPVTCvjokqUDUCye10qV22CAk6XRY3aV2qAYlFU6gya1VIIQry7orq9TvpkU9rA0ZLL"
    "DVC/xPqkttquaT2fgessjui8WKwguxUXLehqKHAHd/B3H1mGmN45X6a45if4bx013B23EP"
    "riXmE49CMhd/TKjZuLWFJzXUUH7SoPykg/lJcXE4kvVaTLhGmRK4RwPugYOAcuWH64jmfE"
    "RLuz+O8vpIOIojyln5frtsXoUWisjZLEhuVmu8MuNdRbpOWhD0nHElmPGrFjOz7MESYf/Q"
    "7j6HUHpDR4zwS1YbWFQdDaBStowKsAzvPQUFQCXfl3eHrAvyGjG1AhVIvk0uEBtKJh8PWz"
    "OJvM+JM6bYlkkBXYsyRWxjEh1BSgOhwWZdc4yALZPChq3sY2SCrEIGm1aNii447puiWqQC"
    "UEut7UoxDo2RLZMCvKoziIRPnkNMi04UqABUqLN/mH72Ke/sANqPm5l6im3xnmkAbl6Q6m"
    "LzKtMdpeC1fQeXpc+KTvcaLtwByp83M/V0HxfvniZMIicGdMEplOl6CrNGeGqAdaYidIDz"
    "XW6qnmKsKFRWNZZ5l3rvOdsOiFOVIaMZNaiL2F7HBDhFgl1Gb+vUAD+eesmbHVkpZ5TVda"
    "2O7U6/MVSCtTbEerOqTY30G4oeGui79znmDosByEWqHgI9vGgSo8lHVVf3vyhFaXKO5RuF"
    "W60J9ofwya74wx7wdULicnXI439UKy+6nh586e196Ws4k77V7dzq+kkgSMtmB3tIJny2Gf"
    "9zR/ye8DRlWrZ1dS3Tw4rbvOJrNcBMklDIQJRodtWNY7Ya5bDThND/8vn+gx5zLbF6ujwn"
    "Qv9GvseO2ICqA1zAUjhTpbq5aolc5bCICUqNG00D6fscPz9s1hirpi+WLr2JtIhCVel6J0"
    "ZfNYH6qhrqqxLUqknESFZTaCEI0uob2/XYc1ZbQw4Sms3rPSGRM2u11EVKWOVjWOVWaleJ"
    "GNba5rWGKFWITbMfXgijOkQYFURI7CBC4t3153fXP7w/mAN/hoMp+USwK73iZdd9/vmg1m"
    "kvRwrVOBu6tazlz3TJH4Wbzq6itquYYN2jlU5QMi8byE43vp92s2HlipXPnu0ZxSjBk38A"
    "T778twR7te0mG9+Nzeaw9T937MOvLt1eEyZRXbi9DzbIbgxjJcnlcGw/IP6WsK3SoK0XAB"
    "++46CtNkFZKc3fy3U2IVrLch4P0VoQrXWYvPUmfZD5qJrM9VIv5GlI44Uh0nma/lU82QnM"
    "EBSXw7cJwzitcZ2eln2nEBRnVVAcRApApMAheAtECtjDW47OzwSRAi9rvSfY8+OQaIIKK8"
    "uU5kmgOmmpuSKOWVufvEoLR8fmowMuefAZ2+LNbOIzPpBFO4FeZ8ZeL0qN7XozplN7NfgP"
    "LbYtH9Z/aJXa3L0uB81ZdticRZSEMDNxbij2aIcgwZ4sEU02b/XeLTm/Q+8JO6tRHGok6x"
    "rHU5Gsd/ae4etmtrU641o50GBmyCfWBL3D96xJqeSz6lLJZ6VSyWROQg4I35NBPB/rovaq"
    "cdbR7hHy09Phnjwkl00cJKr+l/OPXKqo0wUJRJZxRL5q7FrViKt0vdvg3QsZM8rnmXtBHB"
    "lZllSyPXbTOhbzUkAjUT7NHNsy4f7QvTwWdGc09P4p1Ge8Mtu3RbL9IXs+PBJknTiik0mL"
    "fVsm3CNXOD8/lp27zvGXxTQCwlgbrGsn2SPuF0eCekj+EXuh7MfD3+SOJtiJqEacq+1xWD"
    "3JoVsdmhraDtPiEPr49NXbYktQNkeVSNN72YadPhrUGrFzg7bm3vw2wxHCKK33jBj2XLQi"
    "DNEQBRRFdICWXjSTqTNzzqD5N+Y/cxI2o0uGvKicf9PJjNtt6Gpsd7ExQhzyDSHPUMi5XO"
    "gmxw6Cuq0yvOdWqbHZZ0PSQwtx92HdHhtNQxxE2tjMOimhSLhHyeBAQZndCQjiZAr7jRlL"
    "KVJBD6IipulFYYhpkQowVZWJzcVoKMkqpCDKWifKQuDQbmt5QPMuiMY6qmgsaITUeSOkQ5"
    "fsyLdI0tsKCi2Uag0GxZE7bbBRAHSTJN4gf9vHLBplQt0mU7uczl0wtEEy92Fuy2q9/xgy"
    "1aQbflew7jz0YKmtzVQTc5AR7BFgzJgn7pfoWFGe4cClnHG2SArUkPYvqbt7a5brYZ9O+f"
    "3SJt1YQwy5xi1zjYW4oC0LVOnrzVFAEpdqMpSCjReMaRy0McdoyCGVy2aLjEaQNV7vIjmY"
    "4Kxe8DgQBQhHsliOAdNUyYBzQjTGizw/QleYBsTUAaSQgQdIOTzgGOgc0oI9ywRWlRCgBZ"
    "8L+Fys9QuAz+UgPhc9uMVSs8/durpytz1FunTrNAA7E6o6gPoLa1Tz307hayu4ivRZgJZ/"
    "B/Thy93d4ZyHLLqJnUdSEWa8fjqodxyyaDTeDGxU6X8eOzMRH8wxdrwF9mV9fp9MIhRRxB"
    "YkcN+i3z33d+QxGSQc803ySoYPi98eyepVRdH/riaG+h3H5U48qBpjJ296pqjtkyeiqXnw"
    "o09xhaVqTaFAOREkx3uB6nD84f7Lzd179PHT+3e3n2/Tlq9ra4l8KD7ahAh/en99pwO4ld"
    "mqSAlmK+vMVrYkEcUsovNPVP7R5Qt+87T+gpfjRmE2cOsFf43EWNlVJ+2pI27YZYDmWIS3"
    "f88/Fl9lgHDg8p8ZicTYBQnnHhP+Qc3V3s2U2wOTJERbIpAgssiGiwpKeTWIvui+ykbuSJ"
    "Uxru4Jr5BBN/hndIMHd1dv5QZwzICh20Yrlr2lXjnDw3yhdPJt9qhWuJVSxGM6quOQd+bQ"
    "hdw1WdybKliC3GiT3AgmpK5NSOsD0DjGPyPooSx+2UQWv6yWxS9LsviRBODuEuGOI8mWIb"
    "8puICcXgjN48oVwpYx5bbBe4CgcgmkqIHAkTTsjqch7SEb2UGnJdAnX4I+GfJFCFtWeshT"
    "QlaBbatsibfh/deIhAH2b2Km1ccKzwd1ShlJR47G2dAGPgc+gkROUlNsIQbLBuTSu5/VmE"
    "QMr5j0/ONHErxFAY1mfGMIV8FSVB+b0FDneuhwZvOSZrn3pR+xCIdRViUTnA92KZHFxWku"
    "mZfoQD7XyOf8rLXAVqECZHU5NGBthjSAo4FWcys2zgUokwK84Cc5TEJAtzHrqSwKQeubqk"
    "xVTKMDuD8q0/UUaA2/tKkAllysL4ycaBTO9bNBnbKZbIOYNQxuE0HmdBKRAGERLo4weySu"
    "0O/473IqxLUZDhZy8WqAGE3qWmMUkjl9wj7XGAM0JggHAeW6DyeNKFcR6Rx5EeKL4XDFty"
    "K0fS9v3R4ihxdezsLK33ciNxcNXS/A0dboOUEAOqtVOmu6hmWToB71dHidHfB4+aE22Pv6"
    "4X1Jtl/v9xJy1R6KIlUPnROnjZycpzVeztOym5OzZk2s4Y03rS6ZwfbdPWb3mv6fh8Ozsz"
    "fD12eXVxfnb95cXL1eq/zlR3W6/83tT0L9L+BftgcUuXxThlykAr0KjCygqloq11erqlrl"
    "KT3ZHSB7vfDSqLyeIltkgjYpSz9TRdzOfz6oU5Jm2YgGjjghBXIlZSG9XlwXmROhmKS6Cl"
    "mitL0b1z88X7T94eqMSxzPJTrf2/MmM3a3rYvMkq8L2R8NGgYd5tLc6mEzD2MoEEKwinVh"
    "DCVHn/kS58hgga1e4GMo/70/tblJt/fT6m7vp+Vu75vry/QIFSjhFFl9iiB082UsM9gNdh"
    "CcsW53Yh6eoZJC4o9S2oQ6bZBVyGDTQtjLXtPVSPjkOab1hYtUACoYaA8WS1Ro4PVcfJXp"
    "jvIaaxJGpN7l223h6YnvAOTPm5l6uouL3LFJjVyI0tpBlJYe60ze6gDnu9xUPcVYkU6tKo"
    "Nx65L5gkYkiD4RDirTVnQtDxrU+Xy89fBRmBvfwAPkzHAwJbkgtZivbJiGrtGJTKQSD8NX"
    "7Pt0FJ5y5AciHM1jCAdsScLsU1nTLaARcoXrR36k8xTt56Xa+Lh1tdm86Ch+EG7AGWYzXV"
    "DcxgADDiarHExQB6R7vVVzPhoprUU6UK4UYNeMpqkXZU3QQy9K95UR1uzbAOE8TQ9Bvjxv"
    "UsXmvLqKzbkKMg6n8ZwLGcwY6jIlAN4AcHC95plGE55RzTJKTZfjyKG68rPVpVFzJM8qi3"
    "o8ksNOqqKGcRCI4j9xEHmasvVbKpyoxOAQtdshCn7vvi6zJcVsbl0uWHjR6mNInzxXKvo6"
    "e0pxzGCLOUWOHi3yw7dbUwJ0vyDB7Q8oo8ty+xKVE/kkYsjj/y0IXfgE+XSKvACNV2+FYe"
    "OJxs6MMGkQCeiYuiuEg9VyRkKC+DfUxdzu4YXGcblQc98GxRNq7h9EDfUYi3XOkGp4NxQ9"
    "BHh40UQl4qMqIZbPSqlZVX1Fa/I5/eq2ooB0PdKMcJ4u/sE+0YBeV2y1agaoupqX4Eyqrp"
    "I59vyRS/k/Zn09SoTQ2eMZOiyXFFjExMamAZd1uVxINWz/hlKf4EC/IFVTqGeDz7GrBVl/"
    "suezcX9/V1iRm1sly/nDl19v3n/65lQuz6Y1Wzn5uYDeCDuh0ZnQU8PBeMbBAJPlTrNFwJ"
    "zSZqcfhTlFt8xj07IOJUJwxEJlBwgctjROzd5mTbfBmMaB+wPxvScSaouEq0MGtSbVZLD4"
    "Czejt1pUf18DJLuAPwaijygN/BXCk4gkjcCXNHzkP4rm4Zz3uciL3iKMxliUAZ/jFRL1EB"
    "Aj/KWiuJqcj71CQuTTFG/bxwuNLaohcQgHLQlAG6C/bUSmwhMws9pkZoXQtM5D0/x46mkC"
    "oKtViw1FD3WL8ybG6/Nq4/V5yXjtetM0crgpwBuKbgDezimOOJhHONhaGVEVwpa20+PhCb"
    "syneZvy9ICbOurUyAF7dlq7RlsUDu1QYkaXyMu+jJdOlJduG2BrBXUljGxnbdwD6lDGGvF"
    "slRaaAZmG8uyJX4qePIinIKv0fLXTwf1Cn5h3FbV/j4gIjwpymKWpvx6FbUBqVCcpWLN0m"
    "Am1+U4M65iL3zsEBG/lMU3DZCoh/4duo34WPpIgldMqOUz5Ht8LhHHVNbw9/jeDkKnhLZf"
    "GJJ4cTeJaqDw26Lw51bG4FIsUvVQ/Ohej0oga6NIqZQQhTJoq0pR30jAzsb3cIOfXjaRr1"
    "XZIl9Gvyz1WVI76HjkPQMzorywjfl0kQqsXVu5dCJjaaJxKltB5Cj21w3idFfwdtz0UYrX"
    "bQICSoTgvYaQmpeiYUOd3Re3zNhxyKLdcVZIwWB2FOtsfCOWKUFEVh1lT1zcbecny1PCCb"
    "L5BEEgJARCQiDkNu/IL3R8onGLiI8Hdf6QP9IB2xwh1VA2cR+sHdcuH5mFBxbAfOTjxb/J"
    "yPLz9QyQt314XjKo8S9AQGHXYk52NBoHMKTje2jE7j6YkMXjP4ijT9OuqdBeoIINW1F/rQ"
    "xpdY5jgQhSG5+R2ugSN14QfW/NmhjZAlUnUU8WOQ5Oh43aSA9r2kgPy7wD4vd2VvYuFRRL"
    "4Nbr9RsqMH9ardTjKCLzhe6GqPS75Un253h7vavD07HjzeVa0cwEzg0BgKmC6RPMNIy9ps"
    "1URgCiYBFJEbY4ihctWHmREti51ezcxywakTDUFZepFoeKVP0LtN+J0AlhAC/iRE28wGOz"
    "VuuskIJ3y7Z1tiSh4i+iasAPRLYL07gO8o8HdS4EWX2Ar/J65NakCjk1Gq8QTvISkkwGWb"
    "9AVC5IphKpCm9llkKSryDqw4rAxu+QyI2QFIFMhmAzuhRNdnwfJRWymKiJIDrtyG9Wzq3Y"
    "/+u1PX5itg5+zYVtqn19wLthk3fDnqhcqySd7uNyQczp7fVXUhwY4afDfKFVWlhqq5da1H"
    "5vtc4FQpBmbV7jnEjTVDDJkUCcVn2cloCqDK1xlNYX1uvGtbkNpW+8fBht684LHombNfg4"
    "0ShcyohBnc7ly7EjLz+4SeMP7Dg0DiKEZcJ41o1DKCpCwxmgZF6hGwl9h6svJHzLdRlE/i"
    "RyUpFUeOb4kaTJ52J4Opj4E23nj92/UatcFSOK0tdmsWRJ9AaoWgdndoMaVStbpRLyNf71"
    "DUkPlazhxUUDLYuPqumdcAF61osUzKSuFLer0KPSgghu80pDusQOmk0XxIemoCpkAKsCKy"
    "iLkNRjg8LYJKlHxw46wFbX77GnKCvcUK+aq+wBrB3Hau2gTmWpvvWzQa2FIz9qt9lpBQaQ"
    "9ZGEzLLDyAfQEbSJKaBRF8WaJoolf2taRtIE3xzJ/iA+2dWe3UPo3j9pYLSBs/E93MDdBw"
    "x4bCRqyj1pEK5tb1ig22NPw4xjH21LQzA0gApnixRsb12GOzrln3MeH8gcFY0wnHteKxA7"
    "cszIp9OG3j6UUAjPmxehJRZFoH13gJahF0UkEJWiRbgjnyZgOBEVpYttjl0iu0VxSRFhn1"
    "9CAySK4qMJDRFGy5nnawpW7/51xqJ87lWjrEr1jAPMz8CmSZUyqI3kf+NNK9OstJxOk2KV"
    "7urnCf27vL6TFKs/D4dnZ2+Gr88ury7O37y5uHq9zrUqP6pLurq5/UlcKYWrJ7tjanyCAV"
    "6wGTVzCuZoDixJdSY+nb9uVgihrhJCSTwtn4Tm27xM2yqr0DK/0D43vSWClWUrABVUrC8D"
    "DhVUduBxxCEJTCEtEAGiRUTzcl8J0/r4B4UUIl2si3+wJKGO63Je8CP2/Dis0vU2zwf1zg"
    "8+cjTJDd2q7j2EIkuNThBXoLKgywHiKtQkpPPkw8ReO0DyGXG5aiWy20SE5QqlbbgQDlzE"
    "R0U4jBAjMuqSzMva3s7ftl3ZA+eMTc4Ze9oKWVR1qnsrd8oSTAq95Emg1Eup1At1RCA9Z1"
    "GebyoYqLQQGGmbYFBQq5N7aMS81FZuFOysEsNa27bWlgiBv3J2qxP+5Oe1Qt88G9GoKWWS"
    "H/OWi1U4EgZ3hley8MBUCF+i72NmhZ9xIYuLX5QLXgM0Jg6OGZFpNEyY5PkgyrWbTIZj+k"
    "6Uu3zZc9pPQoSOVUIgWC7BcnlEMU8+DqYxnhrF5ORpeghyx1VcQ+J4C09YJdv0QdVRt+yF"
    "ejzMYVetUJ+wHxPWah1KpLAILRcBKkbvjtcYl5/sceXJ7vskQJ5wGz5yFIpzgUGRKPJbLX"
    "OREswjtq2yLeYRMh+TkM28xYnOSLJ5Oqg1lRTHdZoepFgbsgQrtVhItVFiAMlD9pkmQuob"
    "CV7Z+B7KXd2HADkxi+h8JDAzNf6UKMECdHwqw8kmg+Yoty/Itn2VeqyJqz2ihTWqjCJOvn"
    "h3i+ooJVJg/VAgpWM4IbvuAAVSoHJHJ5U7qhhtB9B+VKY7Su7aoORM6YopIM2/B/rw5e7u"
    "ULmhvxLGsD4tNHs0qLeCbAZ1bQKhQUDy6Vzka0TCAPtNTCE0eCIhwzlqJpx4YBqx0zTiem"
    "Gy1CZaZoGoh0aSjp1TXDGZmXmnNhQ9RLd7HT6BS7QvNpSYS4SghUAI0t5CkMbUXbWKyVAI"
    "W0Zk2Ab3AUIy+DeI2gYolWkhMqblMuTlSwNmo5D1L5Jj2KjSw7Cm0sOwXOkhJAt/xSX+UU"
    "vUq+gB/kbwCw9NbFRqb0PRw1v1dNhEGBzWVNrTA9wmiCVPCDEsNntzZPQeXzrXyDlapOof"
    "v7pqwq6uqrnVVZlZbUw3ZuFgazJwi1p9kMD7/SKWObVztPAplinBRGJRxa4jOjQmkKoOiM"
    "awqoQAbRla1T9jAK5KCvBCmMFhwgzym7ELfJXp+opy+QhvDz/YMNUugJ5hPpv/rjBnf9Eu"
    "3kYN9nVO3uoA7YZRNHbKZVvxLcumVkV43F/z7/ejL0XyUozH5uGgLsqDir9xNMnGNan7zV"
    "Hj6jeKA9Fqd4lXCEe55rvfIxkiLouvcVbg8b8lHCDGl8MnKBZTinLdcy+II6KpB7KD+aHY"
    "24l1Is0AVUeMLPx46hmFi2woemjA7j7blhHGzKXzIhUI5rpMGuMShUUqKFGo7N1yicKM5b"
    "crNVEmhtCGQWuf+sLjj1tYdouUYNm12rLbsq03dPQ+kvUF63J/89b6CS8kroFF2QbrECSu"
    "7QLVI0pcO1aIt2WuHbi79/1CgE7DE51VM3s2qDVq5kdtNWl+pnMiAt7RckZRGAeyTwRyyc"
    "KnqzkJorfi95CIisQBRQvM2JKGLsLBSjadGEhTpHjiY1GqOEAYJayhbN3c7avA0Hlchk6S"
    "1eRuHF+YEfTOUDS8aJT8clGT/XJRbmfBXzwy7eteIOqhObn7GE7ojb3n3tgkCKkvrgvzjj"
    "glyk6ClC1iJN1bnDeYtWrjoiEHg5jVBjGIWO7rMpfMHodVcD5y+f6RrE5q9JxsSCN1Z7TI"
    "jd7e0o9rHot47HsOmmF/Itrt4QBlc71iiM80EP3W+YP0a2g69bWcBFSV41JVOGtz+R3mVS"
    "Rz1qYxq6Tgch20dLnmoDSV/DSkvVMiu5f9EtY2Snlq8z1fpIMN33bDM28ajGQ3Lx3+08qu"
    "lEW63vSl/PNweHb2Zvj67PLq4vzNm4ur1+sGleVHdZ0qb25/Empl4RyU9UyuoAuBJ16MiO"
    "9NvbGuxvU2DV8zwR5V/QOdhu5U/RRB0Qd00Q78NSnA3hx20AHbLMBR6IDFFm0sGrUMcFJp"
    "wahj80qvVWQz7VEhg9iR+tiRvN/1ma74vKP3OKHd6oZXNpeNLvjPScz/SY2FKhsyaGShYr"
    "nR23ONCpYkn07/5AXSQ44i+khEw19G/Ilwlj/ycx/wT8XDOcI+DYgmtejZ04HV6risVnJd"
    "jU0lRSqwkmy1koC0/CJkKCnxMsLPRktpOUcLS231UkNuz4tY5pA80cdWjLtICbqvzasMui"
    "/ovnuG9ph135qojEbRGEZBGNciQAItsBcm0dwLvh1EmDdy6HwRRyRENOS/MeLEoRet5Ohv"
    "fiNjUdwj+PZ7JKPFfY8wob3mIzEGaDnznFkaSc7pQxLpqm3s+/WgQh+XCg2BHzb4wSHwAw"
    "I/XtSGh8APCPw4wtMAgR9HDjt/YcAWNIw0DTR++Xz/ocJjUKBSrSGeE6F/cymZ7Yz7HAZ2"
    "gUcB9uxCXbP+3AK80zB+McGNsgCm6XqQqWeQqQeOmjb7/OgMfhDW9FJWGkrh7NKkCwVbOi"
    "nYclAzLpccfHGjkpNqe+5mzKCBYXfkFIZvNfH+NhP1iwMkCi0LQ4wj7N5oiRnCfDpXhBkJ"
    "rfWtqAlCnkjIx7IlCYVJFSVoJlVCQrocIEbFxx5LB3Fyyvde2bC7r5dq23uPuf7NzwuVRy"
    "IO+aEjpa7eYOW1ycqbrZKB4J0j6aHs3X0L6fyhaIpx4SD1D+QdRKJlrNncTF6iBMCbFMc4"
    "qkChfXoojl3NsKRWwkcceUTKnhrpLXm0RWjbDNomqlWvrVbMKdR/dJK2MxL9tFNF0jdEsh"
    "NV+lGIpds9HTlA6swF0wv/rDzEY7mK5mIESFc2SVe5vWFwHa23U//uoe5bWmjOnIksq6Xu"
    "IfA7cJQXoGvTlKFqBnCeD1o6z3PXickhKFD1r3n1Dva+RKzVnlcoW+51y/A+wFYX/7ZaAY"
    "UQFqDlAvg4mMZ4amQ6ytP0j89cNfHaVjttwWf7YlRs3TKPV6atWFRCaJ9eiqSqvCC2hFFV"
    "3w87jKFaf5JH1NRgcZiqOdBKCJqzWOKVbtKc5UAWzXyTEZ1ZU2lCUmPbVEd2auCsN1kWyu"
    "SDyfEwl1y1yRFaH+wloJLNaBgZ41yk6iHQw0bNPGp6eZRMLdBjAmS5gwsdIMuBLFeU5T4R"
    "hz6RcPWO/6qT5QrPa2W5MB3J0XAbBhbeB0SU1Y9IgJZ4xUQG99LjGySOZOietDG/RQQ7My"
    "Qz4lhFrOAz5tH6xXMBoeKP0XvAQVy0SVzcrJOBGFMg6qEU073DCHppG23oozPiQjoGpGMc"
    "WliyNB3jE2E0Dp0KKSl9tkVCyo1qUFgnpHSelK9xyZPnEC7M4AgxOieIQyQ+YSggxNVVxT"
    "GiNbad+dTB4numvz7ykWA/s0sggjTkHVrN5IY3ADcb30Nwu4+EBEsZWMoOLqU802WvXJBN"
    "QVXIAFYwQO7PAKnbvx1ge5ebqqfoKsfWKgPv50TaP9FoLdmjQZ3SwnKD9uidj7zIB8+8lZ"
    "rFemmaSr9rgh6Kv7vyyBuDrJD1EOruffJuHCZ8e+4FcRovX8S7skyjjnR/xRp3iXlSr3F4"
    "ev7m/Ors8nxdpnH9SV11xrJyMY4nExKOxmTCmV4LoCvpe1Mas2uo8STi/2+NdIkcgFaBZh"
    "FZtABYJdsfsKcXR4LsIuSypsCIhiP+F+qKWFbCq6VthbFlDsauQXbiMCSBoykMXeMqz9H0"
    "L+PprIFkcVYpWJyBBbMSZ7BggqkNTG1WmYK2pW/ohg0amIhGxtkcJ7/NKJpyfsdkixY5yw"
    "DhwEVL0ZdFVxRw6/jthW6yr5se/NyXHmXGJgjzs9T2BIy+c1eVegAMgNWQAryqrljgNk2R"
    "VXgUgArCyUH8gDnvzzOhzTmbeopt8czqQxerGG8HAKvyWk9R1tw5NkWJptu8LlhUHdJItj"
    "aNHU3pZIynSHchKJtBZMpgJCLS0ISGMkFmOaM+QWOfOo+6WNJnzWUqj2dTjzZBpSCNWyqN"
    "F9eqhH+1NbFE2EN3ZfeBkaD8gHRuK6ggnYN0bjW2TaTzQ4mMjCV/tEZUTB5tERE3gxpIhj"
    "6d/skLvkMPXFiL6CMJROdr4k9Ee5THgC4D0VpFSHLjkC6ZaKziy/TpYqdskTWrkxU7nh2a"
    "bR+XRCiX3DgPu0gFzZ0VSbCcho0Zi8OMozcMjyjQ7DH0RIX49Bmwdh0IAZVJX0JSu+wIyQ"
    "hnMS27SeZoYamtXurj6uYDy9xymUUk5UK2B2+x0iViKEli81qH5Ik+trqki5SwyjavMg38"
    "1aiVgbNMCfXDlXBUVzRQjUzrsitkO0XVkr52RmEzadOfnPmlqb6ro+1fUPXw4qJJwtbFRX"
    "XGlnimpGyRFvb6AhFwBy2ipvViFLL9OfBOyhaxzrZs99mcAYmWNHw0QTZH0j+mcN6kucx5"
    "dXeZ81J7GShZByXrDu1csrRk3We+RrfBj76UucvOpc3TQa1/iY8becFoko1s7GRCOEIYZd"
    "JOUoLOYygOxG9LvPoeeREigZvU4x2Iur151xB/OCZTHPDPB7Kgr3hOApSmUFa7n/bwXuOC"
    "FmuZL/k1Z26C8hZWubAWccgpjGShHEkPA5k6bgfHr4rIvFRzkQpchFtdhCkzMwZapevhhu"
    "4e7EDcI8ZQF6kA6AZAP5HQ45O169OsIYYWzYOWbVNDEsUhR46a7PgCUQ83/PB1EwMCH1Vt"
    "8npdDvuFKIWX4AEB1/WLWGbooNHv9YUkjd252kyz0wtkAGsp90U6H41zX/JU4EyD1Jcdp7"
    "5U5E4nZ7sDaG/TMIePuSl7CrLCEbfDXBnb0CLBaD3TUfKFBvlFeb5olRcowpPJA2aPJzon"
    "0PrhoNYHJIaNomzcVg/QZzonwm8yFX4YEjIaoHnMIuRT+ohw9D3/eIYD90+iY+SA/+Jgrk"
    "O7OPXVuJ6LAhohHLBl8vwPOs4e6fod7f51xv4eabAWP+SUcE6hjCpq6FDr/DAyUbUzCBr9"
    "7DKfnQb8PLI2jVI0pCCKKg4gfvz4WwyBLVIBpkVM+b1giOeGArBU4w7deEFGj8SoDnGRqn"
    "d+4NNhEy7LR1WyWflM43E3AXlNsMeoTrogwa5kg53GM4B7pg2jODq7rksD0mKNc2Rgt7d5"
    "fcFuD8ZQW2xJ9pYQf6DR4kfsRFRbOTz3dFBnTYr4uNFkM7BBQPEipNMQzxENhIlnJooQJh"
    "2tZ3TJkMPfwdA3n358hy6HZ1ffvpVVZLiQKMJ+k2ifpE44wc5Mjub/i/mqyABgXSDxzt8H"
    "lW2OzBJEVq2Czop0EG82aBlvlhTiiMhCB/+0supNgaw3naz+PByenb0Zvj67vLo4f/Pm4u"
    "r1uhRO+VFdTZyb259EWZyC1AV1cl6qCEyDiRfO2y20QgvKjs0rbU/O5EFtbx2qOSbi+Lbs"
    "yvuAPFD+vx3nVtoAfceZlc/SbSSOGq0mw7dan5FfEjtSxG+k0FTDBGrBcakFZI4938S2vi"
    "bone9ieNGoQfNFTYfmi1LCj4RrlGbutBFMtBOAdGKzdDLhf6FxPZICUQ/DL7ovTbLAjC0p"
    "vzVN8xZLhD2EeyeZXNAXds99YfkGHTHCX+3mzM0GwGvp97gA60/yK2AqUh6mIy+YjPp6VT"
    "9L9+1OXfuNjGdcgbiOIjJfRCcaxU0ZMahT4ZbJWL7rNoO3uqV+pkvZDisKV6KtAZ+U8+hQ"
    "VJbRBSlvHW0cY5xOkVVoTL87hBNbqy2qK2TCF1Va4IzWcUY16C5m5UWu9FRtCFq5qSzTR7"
    "tu1UDCUCe91dhZMoIe1lDsPBLfjcMklH5usmMVqv15V49o30JY2Q4CxwtST1NQFTKAFaL1"
    "DtO1L9uIHWCbajg/5GbsKcjK6bUpv1ZdhGpNNL9O21XR/D7Zrovec82SPJEgEiGLIhpxia"
    "WaKTROrmIuKMe2rJM2ptrexjkbvtZN14k6ahPnekJIiT38vTCo0WHtyds6tKi4Y/8M5B7n"
    "vDGNnDE1vphSTlw8/oM4kaEMWaSCjE7VoRiSwBTSAhEgqvqvFgv+Z7cxFyqkYC202lrI5/"
    "MibaWdB/K1wvySp+mDkatuPd//9aGwlBlr1+cUZMNzV8E7kWagsquVT7HbKqujTNsys+N4"
    "1mBXiR3HkJ2+N0HndNgo/b8m+18VdLg2xcy6k20oDtrU6Tgs56lXzsRsnifpTUZSZwbzgN"
    "93mRe+hdijIYdgT5slHwgUehHLzEgU+a2WuUgJh9nmVQZvZ+cmAMU63hRUhQxgBW/nYbyd"
    "2UbsANvUi/Y+N2NPQVZOr4XezvUiVHs78+u03duZ3yfbvZ2/zUhIRGUWHEaBaNnIRE3fdd"
    "kV0c2RxeM1CeJLE8+FmzPrBclX34n5vkGYrWu3RBTN8SOR1KmBp+wx3eubjSOCwXl6+Gtm"
    "UOM8jUO/lb2xSAdVZAYtjY3ZaTSxs+dpemFy3Leh/QmHnoBCYyT75fP9Bz3qBSJV6/OcCP"
    "0b+R47wsjoGvQFGvXoq0ArW15MoKIvw3tM7L9rgl5s9l0bgLnQGkZshCeRrpRHrRejQNdD"
    "sLsPiWGECzhRqxu0RAqXaNtLdBGSJ4/GMjW27XJUzwGO1I6WJQ4iXWmSemtr5SRgeLXZ8A"
    "pO9J060ZPu8+audJWudw717q948Ae+CIaFF54IBjf0ahSpwKkByYbgJ7LUhWHqJ0qPdgfQ"
    "Xi+8v5A+58IVuaBV/QF+o6FoH/b+q0OyP7/sHlLHDGr9Q8noESkMb5QOJ656kde2nHnODF"
    "HhQUEzGoeM/9930TcBDcj3yPEpI+63b9HS47spjoRvR8wtY6uFgyeSwxma0FA6aJb8V4KS"
    "/a3PqNvXi80LxuAVeITs8giJJdEKuhXOCKxLoCtIt8fL+XTQCmlVEXOW/FvSpZE3IUfyLF"
    "/CEQG3E2cCSJjdZ83leL5p7lyZFDLoQH4/iPye34sd4PtRme4o9+5WkDUH2KpYr0T2/lmI"
    "rjWSfPK8kRQ/Ww9t0PNrScijv0J8IIm4HO0FSXyUjx3yiiGfOthHS+z7SIg+bxEjT3yL+G"
    "iOV2JOX0jgVErjK12Hr45nN5bFNWsvvhKI6NaJ6NmylJD/POcboTLPK0fWp9JoZ8M3l+sk"
    "L/FLXX7X51+v7+7KSV4y+GE094JY57Wqh1WlBWxLCQMtkS1SAq6g+uyE0eZ6+vFLVhaQNA"
    "NVIQNYbdUo+wMvqJQvTqU8VpQb65Q6TtwBzHe5qXoKsXIB2aSyX5PQc2YnGmU9fTKoU9Px"
    "Zow1LewqxVXt9aQRU9MVfJ5au3sZ9ZkVNKrV1ycSMu3Rro5by5H0MD5weHHRIGqNj6ppVH"
    "dRKgSz0HSmrkY4Hd5DdE8bdc46remcdVrunMXfGGnTWKpdfjkScPkZuvxK4u4+L7P//C+g"
    "hsw2"
)
