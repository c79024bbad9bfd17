from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True


async def upgrade(db: BaseDBAsyncClient) -> str:
    return """
        CREATE TABLE IF NOT EXISTS "erasure" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "patient_id" CHAR(36) NOT NULL,
    "reference" VARCHAR(80) NOT NULL,
    "reason" VARCHAR(24) NOT NULL,
    "state" VARCHAR(8) NOT NULL,
    "counts" JSON NOT NULL,
    "kept_until" TIMESTAMP,
    "requested_at" TIMESTAMP NOT NULL,
    "requested_by_id" CHAR(36),
    "erased_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_erasure_clinic__fde0c6" UNIQUE ("clinic_id", "patient_id")
) /* One instruction to erase one patient; it outlives them, and says nothing of them but their id. */;
CREATE INDEX IF NOT EXISTS "idx_erasure_clinic__44f06b" ON "erasure" ("clinic_id", "requested_at", "id");
        CREATE TABLE IF NOT EXISTS "erasure_duty" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "kind" VARCHAR(12) NOT NULL,
    "subject_id" CHAR(36) NOT NULL,
    "practitioner_id" CHAR(36),
    "state" VARCHAR(12) NOT NULL,
    "settled_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "erasure_id" CHAR(36) NOT NULL REFERENCES "erasure" ("id") ON DELETE CASCADE,
    CONSTRAINT "uid_erasure_dut_clinic__a524a7" UNIQUE ("clinic_id", "erasure_id", "kind", "subject_id")
) /* Something an erasure waits for: a calendar's provider, or a partner's word that they have erased too. */;
        CREATE TABLE IF NOT EXISTS "legal_hold" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "reason_sealed" BLOB NOT NULL,
    "until" TIMESTAMP,
    "created_at" TIMESTAMP NOT NULL,
    "created_by_id" CHAR(36),
    "released_at" TIMESTAMP,
    "released_by_id" CHAR(36),
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "patient_id" CHAR(36) REFERENCES "patient" ("id") ON DELETE CASCADE
) /* Nothing of a patient, or of the whole clinic, is deleted until it is released or runs out. */;
CREATE INDEX IF NOT EXISTS "idx_legal_hold_clinic__6e5442" ON "legal_hold" ("clinic_id", "created_at", "id");
CREATE INDEX IF NOT EXISTS "idx_legal_hold_clinic__f2844b" ON "legal_hold" ("clinic_id", "patient_id");
        CREATE TABLE IF NOT EXISTS "patient_export" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "state" VARCHAR(8) NOT NULL,
    "requested_at" TIMESTAMP NOT NULL,
    "requested_by_id" CHAR(36),
    "ready_at" TIMESTAMP,
    "expires_at" TIMESTAMP NOT NULL,
    "file_sealed" BLOB,
    "size_bytes" INT,
    "sha256" VARCHAR(64),
    "fetched_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    "patient_id" CHAR(36) NOT NULL REFERENCES "patient" ("id") ON DELETE CASCADE
);
CREATE INDEX IF NOT EXISTS "idx_patient_exp_clinic__c3d17f" ON "patient_export" ("clinic_id", "patient_id", "requested_at");
CREATE INDEX IF NOT EXISTS "idx_patient_exp_clinic__dbff05" ON "patient_export" ("clinic_id", "requested_at", "id");
        CREATE TABLE IF NOT EXISTS "retention_policy" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "data_class" VARCHAR(16) NOT NULL,
    "days" INT NOT NULL,
    "changed_at" TIMESTAMP NOT NULL,
    "changed_by_id" CHAR(36),
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_retention_p_clinic__e27e35" UNIQUE ("clinic_id", "data_class")
) /* How long a clinic keeps one class of data, where it does not leave that at the default. */;
        CREATE TABLE IF NOT EXISTS "retention_run" (
    "id" CHAR(36) NOT NULL PRIMARY KEY,
    "night" DATE NOT NULL,
    "data_class" VARCHAR(16) NOT NULL,
    "deleted" INT NOT NULL,
    "held" INT NOT NULL,
    "started_at" TIMESTAMP NOT NULL,
    "finished_at" TIMESTAMP,
    "clinic_id" CHAR(36) NOT NULL REFERENCES "clinic" ("id") ON DELETE RESTRICT,
    CONSTRAINT "uid_retention_r_clinic__607e5f" UNIQUE ("clinic_id", "night", "data_class")
) /* What one night deleted of one class of a clinic's data, and what holds kept of it; counted with each portion. */;
        ALTER TABLE "clinic" ADD "allows_transfers" INT NOT NULL DEFAULT 1;
        ALTER TABLE "clinic" ADD "region" VARCHAR(8) NOT NULL DEFAULT 'EU';
        ALTER TABLE "patient" ADD "erased_at" TIMESTAMP;"""


async def downgrade(db: BaseDBAsyncClient) -> str:
    return """
        DROP TABLE IF EXISTS "erasure_duty";
        ALTER TABLE "clinic" DROP COLUMN "allows_transfers";
        ALTER TABLE "clinic" DROP COLUMN "region";
        ALTER TABLE "patient" DROP COLUMN "erased_at";
        DROP TABLE IF EXISTS "legal_hold";
        DROP TABLE IF EXISTS "erasure";
        DROP TABLE IF EXISTS "retention_run";
        DROP TABLE IF EXISTS "retention_policy";
        DROP TABLE IF EXISTS "patient_export";"""


MODELS_STATE = (
    "eJztfetz2zbW97+C8Ze2M9pOLMeOt3nmmbHTtPWuG2dyebv77OxoIRKSWFOEliCtaC//+w"
    "vwIhEgSBE0JYHM+ZLYIg4o/w4u537+fbakLvHZ9zeOQxi7Wa1C+oT9sx/Qv88CvCT8h4oR"
    "I3SGV6vdc/FBhKd+QoKTsRNcHDxlUYidiD+eYZ8R/pFLmBN6q8ijgSB6CAiiMxStKaIrEu"
    "KIhgytF8lvAcLI8b3Ac1BE+c/Rwgtd5PGPA0SWJJyTwNl8L97jUoe/yAvm3U0ZB94/YzKJ"
    "6JxECxLyif/2t7OUdOK5YsQ8xEGU/Zy/SPz697/zD7zAJV8IE2Ti19XjZOYR35UwTkmTzy"
    "fRZpV89vnz3Y8/JSPFnzWdONSPl8Fu9GoTLWiwHR7Hnvu9oEm+EAnEtyBuAe4g9v2MQflH"
    "6V/GP4jCmGy/qrv7wCUzHPuCaWf/M4sDR/AKOQscTSl9DPlXCsn3nsu+D8ia/73/m33TAt"
    "Vk8u7h0+Tj20+TyVmJ5eIbKSzLPnJoIJaLF0QCt3//N513h0/y6Zl4wZtfbj58e3H1XYII"
    "ZdE8TB4m6J39NyHEEU5JEx7sQE+XJ3EnOCqj/yNHL/KWRM8BhVRhhZvRfp//0IYl+Qc7nu"
    "z2TQ5vDuBxIf909+vbj59ufn0vpl8y9k8/Aezm01vxZJx8ulE+/TblEOVHQHpEbCdBv919"
    "+gWJX9H/Pbx7q/JxO+7T/52J74TjiE4Cup5gt4hJ/nH+ER+6Y7S0V5tuMomoy71mL2P37q"
    "UdpMUTrymiRRoAVAG0eG0YYKqQAawcVnHLzh61R366qcsA/8QvMm8e/JlsEpjv+DfBgUM0"
    "kGbS0JvtRP2Edffp7rIP8XormsjHH//7+V9NogSBD/w8/nD35tNZ+UDoANhUzPw5n22g6E"
    "oCYxHcNzcf39z8+PZMezZ0AO9DYaqBYqsciRVrVxwSU+w8rnHoTqTTQjyhY6p8sh1bfrQc"
    "L9VPcIDnCULiTxFfXLO6K3Ws7eLfq2BtN91+7eo3LrQL1SZHB2H2SFyh+jCSKEmU60rpph"
    "9xFWkz4oNd/gOnmhKHf00xxovKOlaXE2s0LUWDUhSvkPDxLNoK4rnOBUqWLUpWSDDj36ME"
    "/JsFDvXA7ygU8PmX7eGxxQ+DLxOfBPNowX+9fPGiBuf/d/MhgZqPUtSld9mjcfpMlh35zl"
    "t6jPEvxspA/+njwzs90AqZqsR6ToT+g3yP9fgi1oEsAJE01xzbb3+9+YsK+5v7h1t11YsJ"
    "bhUWLL0gjogG/rsg0qNfoFCQ93op+vDvy//7w/j85auX1xdXL6/5kOSLbj95VcOUu3efFE"
    "Q9Ntma4cqw3lLqExxUHN0KqYIvP1b9HgJcg97tw8O9tKRv7z4pC/nzr7dvP3x7nqxvPshL"
    "5aEy7FyAjIjJcb0lGOBpfd7ksD6vPqvPS0e1KrCYGB1VWrA6Wm11dInjua0YLVN2wOZM0A"
    "Qud89l8mXl8elacFmmBC5bzeWg3U4u0gGH7efwVCNqVos+RZpW0o9l/JSFn+sGss91pehz"
    "rUo+4ITr3GeUywnTjSGsJcJnQGvZGgZvnGWwgjfuBN448BiZoNvMY6Q/eTtA+DMjPRQWmo"
    "JbumskePm3QO8+39+f1iH3gWDZVVR+OmrgjgvzgebeuAVmSJALZ1gel/gDWuEwYkkE44Ig"
    "5izIEifeM89lIxTQKXU33zC0pqHLGjjmunlHCx8dBvecre45EHQOIj86lO8XL8Bal1C1R0"
    "4hA4/cMzxyLJ7+TpzICP8iDYD/DPALZ76ZhwODc6MX5jKw5kBItY2AgrUBYn8tR7cy9teC"
    "4FQaB9G9Fzye6ZXh7ePRHm1YDJz4+chGqX9L7PnERYII4SmNE901m+p79Ekos1xJ3Sqk2R"
    "Pkcd009KJI5PP53iNJw0tFfh/jg6MF55g+L/DA79uvJoMibJMivIpDTmEU+VQgGWLs01WT"
    "2CdVBi3EPl2pHsCIPpJgssBsYYKyTNUN0PtX+NFgvnrZAOarl5Uwi0cyzEScbBNGMD/eyk"
    "DfegEONxX+bIVSjZvcZHaJXhqqtXGTmTq71bg4rLd3724+/HWr/G7VrvuHdz/fatTf279+"
    "enujmn+4Itsuxk+mBCXYaiXYotgvYPPh2ByzVlu5QAahX5bz19T/USCB0Jlaq0ucObfBR1"
    "5jEigsJ3028IkMAr5PHZz90WV7wO7pqNYcII9rZAzIHDHo25UY64lHJByhkNLlCLnkyXPI"
    "dyjCXDNAMxomKaZT/pbHEZrGsxkJGfIC5rnkNRLkT0SM4Po5eSJ8MP/Hxyu9VeBYLzb2om"
    "dfLP8tEl77SZpDBj51u0wJMquagi9TgTG/nJdWWPElXCvTLEt0kGypyfojgdsCW4UKkNWn"
    "saY3gcYUsyeHdUd3xATW/IDubQKruEH4tzA8fWUqkOkhd+PAkC4opzYDtEACCxRc/Sdx9W"
    "fnZAfQ3u5m6uWK3QutfKXsr/IltncHuP6STTNMUAtnoF15BCuPs+hMZyZJn4xqTSQrb/KY"
    "DWqWOyAMD6uQzkO8TMP5RRg/Zzha4g1yqQhgIChxnSIvYsSficCFx4CuA1GZS4T65wTY53"
    "O9RgsSEuR7hInxIlVgUZFRcKw3G1tIZNcZpBqcRsKpNosk/5dgr3b85+MHGFtx3aSuzHV1"
    "XZnrcgmwkMy8Lybw7igGCPC4SVTFuDqqYlyKqoDglaMEr/BV+eTRmE3a4V1B3klxhq8D9z"
    "iIPL8Meb2ru0wNHm+bPd7MoSuzzLQdBeRFPSMvKveEcunNCH6V7llM6M/GOggPvNUkxMHc"
    "bP1LRLAFngM/m4hv5GjiqfY5RHZ0R3SIbD/prUfEojDF/hw9vbvTfcyiSctQRZUWOG0zpy"
    "G6/Ktis3F1txIhOF9L5Qme6GPLGsxFSjgnrd5AELUAfnZL/JZN/Oyn8VzmfniN67Lgoq/2"
    "XRYiAvb6Lqth3d9jNSQzEhKxitSuqmqkdBrxuXMDjtBeT2FpyApHHgmi0pSakYVA8fJwcE"
    "Ha5ILcraES9nX9iApEA/SVnY+bJHqPqxO9x6ozQdqBJtKVRAjqidXSVRL83aoiPjC4Fwz+"
    "F7/RTM7JfPwAj8ju/a2ia1Ks8UDU91mKde6HIQDc/R30RELm6RoPVmazFCiOl8lyfih4O0"
    "5jWWM+8SQkS/HHhJqFW+u70VCDB8fAg+NgvlNcHE6Mu7OVKeH0aHB64CCgXPnhOqL5OaKl"
    "Pd6J8qInJ4ojLEK+386PodCCHdZmQXLHLbP2Sird8FosdX9wpZhNzLsulwiHh/bLJlHXL6"
    "ujrl+Woq4DGhHWqtSaSgml1qDUGtwhTZzhRoeaRAWSb5MLxIaog/4cayZJ9AVxxhTbMimg"
    "CyUKDg0pDYQGmweeGwFbJoUFW5kKYIKsQgaLVk1kkhz3TVGVqQDUUnZYKcahMbJlUoBXdQ"
    "aRUBQWNC0YJ1EBqBCqdpqSMNnZ2QG073czDRRb+Z5pAG5RkOpi8SrT9VLw2r+Cy9JnRbEY"
    "zSncAcofdzMNdB3Ld0+TQ6IgBnRxUijTDRRmjfDUAOtiueVn4nxfmGqgGCsKlVWx2W8y7z"
    "0/tgPiVBXi1owa1UVsb2MCHJngkNHbOjXAj+de+uasYVhes6mmxlP6jaHKk7Uh1juuNjXS"
    "7ygGaKDv3udY2CwGIMtUAwR6fNmo5NNlTc2ny3LRJy/yjcKttgTHQ/jsUOfDEfB1QuJydc"
    "jjf1QrL7qeHnzp7X3pWzjT0g/t3Or6SSBIy2YHe0hmfDbRvrRdCTAdPXDcZo5v1QAzSUIh"
    "A1Gi2VU3jdlmUsDOqPqUlhiqUD2jCpVxIP2Q4+fHTZSUcbWSMi4pKQlaLaJQVbrBidHdV/"
    "5VTSJGsppCC0GQVt/Yrseew20NOUhoNvN7RiJn0YrVMiVwuQ9cbqV2lYiB1zbzGqJUITbN"
    "fnghjOoUYVQQIXGACIkTd9Dmmm4wJx8IdhOveNl1X3w+qnXaJyOFapwP3dso6he65o9CxO"
    "iSTKm7Eb2VkJgg6cLk07no35TOy0ZJLyffR+myZeXmT8+ebX9DJ/Dk2+TJP22/Jou6rXTv"
    "w+ec8PQRWjVhEgWaAdoguzGMlSSX0x37AfH3hG2VBu29APjwAwdttQnKymj+Xq6zCdFalp"
    "/xEK0F0VqnyVu/bpS4fl2TuX6tYj0PabwyRLpIM7yKJweBGYLiCvg2OTDOa1yn52XfKQTF"
    "WRUUB5ECEClwirMFIgXsOVt652eCSIGvi98z7PlxqGtpWVmmtEgC1UnV6qQrnLTDa9cNWa"
    "GFrWPz1gGXPPiMbfFm2tslKoNeZ8beMqXGdr0b06m9GvyHFtuWT+s/tEpt7l6Xg+YsB2zO"
    "IkpCmJk4dxRHtEOQ4EiWiCaLt3rtlpzfofeEnc0kDjWSdY3jSSYbnL1n/KKZba3OuFYONF"
    "gYnhNbgsHhe9GkVPJFdanki1KpZLIkIQeEr8kgXk51UXvVOOtojwj5+fn4SB6SqyYOElX/"
    "K/hHrlTU6YoEIss4Il80dq1qxFW6wS3w7oWMBeXzLL0gjowsSyrZEbtp9cW8FNBIlE8zx7"
    "ZMeDx0r/qC7oKG3r+E+ow3ZutWJjsesi/HPUHWiSM6m7VYt2XCI54KL1/2ZeVuc/yTYhoB"
    "YawN1rWTHBH3y56gHpK5YTDujuKIYsTbz2VBIvvMQjUP+z5dswl/XcBm5i0jdeRH7BmZG+"
    "iKYG+NdhZ3igzJP2MvTFpL8fe7kxl2IqrRTGqxr57k1F07TW3Gp+nWCS2phuo4tCW/gKNK"
    "Ei9S2R2TPRrV+mMKg/amkf22wBHCKCtdjhj2XLQhDNEQBRRFdITWXrRIssCWXNbg35j/zE"
    "nYgh/gyIvKqWSdzLjfHaSmKcg9PuKQL4hkD4X8lAvddNtBfoJVPqQClxpbMHckA3R2dJ+h"
    "4LHJnAtZkTbMuE5KkAmPKBmcKL64OwFB7ExhijQ7UmQqaKclY5pdFIaYylSAqapM7C5GQ0"
    "lWIQVR1jpRFmLgDluWBvrQQWBhrwILoadX5z29Tl19ptjtS28rkLqB1RoM5JEH7RUjAbqr"
    "d9CgFIGPWTTJhbpd0YFyZQLJ0AZ1CU5zW1br/X1IukwiSg4F68GjaNbaMmM14TM5wREBxo"
    "x54n6J+oryAgcu5Qdni/xWDenw6hN0b81yPezTOb9f2mTOa4ghbb5l2rwQF7RO9cqwhQIF"
    "5COqJsNEsPGCKY2DNuYYDTlkJdpskdEIssb8lsnBBGc1w+NA1NKcJHWfDA5NlQxOTojG+C"
    "r3j9AV5gExdQApZOABUjYPOAY6h1SyZ5nAqhICtOBzAZ+LtX4B8LmcxOeiB1eumvzcpaur"
    "3DxQpEu3TgOwc6GqA6g/s0btK+wUvvaCq0ifErT8O6B3n+/vT+c8ZNFt7DySijDj7dNRve"
    "OQRZPpbmCjphXL2FmI+GCOseOtsJ+0mvDJLEIRRWxFAvc1+ofn/gN5LAkSjvki+SYJHxa/"
    "PZLNNxX9K7qaGErR9MudeFI1xs6z6Zmitk+eiKZ8x08+xRWWqi2FAuVMkPT3AtXh+OPD59"
    "v7t+j9h7dv7j7eZd2Lt9aS5KH4aBci/OHtzb0O4FZmK5kSzFbWma1sSSKKWUSXH2jyR5cv"
    "+N3T+gs+GTcJ84F7L/gbJMYmDaKy9lDihl0HaIlFePsP/GPxVUYIBy7/mZFIjF2RcOkx4R"
    "/UXO3dTLk/MCmBaE8EEkQW2XBRQVW6BtEX3ReMKWypMsZ/+vjwrsICJ5OpV5bnROg/yPfY"
    "wMQEAYh0T+XQbiMvCqi/0cRdiAluwd31tcgN4JgBQ7eNVix7qxbzAw9zRunk2/xRrXCbSB"
    "GP2aiOQ96ZQ1fJqsnj3lTBEuRGm+RGMCF1bULaboDGMf45wQBl8asmsvhVtSx+VZLFexKA"
    "e0iEO44kW4f8puACcnYhNI8rVwhbxpTbBu8JgsoTIEUNBI6kYaNHDekAj5EDNA0DffJr0C"
    "dDzoSwZaWHIiVkFdjGZUu8DW9DzOJQ62rIH43qVDFSGLTXx/AQEOQJLsapEhJRJOgJovxB"
    "Fjv0GnkRonHke08k8fYvU/8AwxuGAhot+KIQbgLxBE3jSPzghYgL7SX/w+FfZ5Q0vcdDIa"
    "o7EgY+ilNrQjVVzyCO9RDFjGYkJJmlrqnUKBGBvNhAXjTPdD5FD9+jATxu0pxoXN2caFxq"
    "TtSH0gjHW79Nlm/zmtVJGp2R63JHAV7LZ3gtH8kqatdsVaYE9cM29UMtTl6UPM3UTJkW7A"
    "k9YfVUb6mrlmM1pOA6UTqPCe2yzS6SCOGwtHkHQYQHRHhAhEdDs+KPcaSN8ig+HjUwL07c"
    "fOReG+NHuiSp1Q4HKCNHa+xFDM1oKGKO8z5M3zC0CumT55JwJHKJROeDMAqS1KI1Dd20uU"
    "G0IBu0wE8ktR3yTyktmxqP9tb9FsccsvS3R76Exf8snv5OHK0dEoyMNhkZc4Y1NSPk4wdo"
    "RThv0hr2vLo17HmpNWxhFxisbJkKru9S42h+IHvi3SQ0tY2XSUGnALviMU8EEkXt8vlkSl"
    "DaQGnryZbqztaxEzObYipTAaigCZ+mqE8hbOWZ0BaiZAaKrbxnbWqk8PZLRMIA+7cx05sZ"
    "is9HtXaGbORkmg9tkDDNR5DISRsiFiVZrsnn2n4aRyTKluBHErwuRhSthZ4/o6Eub7rDmc"
    "37MZZlcr4HwijvVg1RSXYZDGTmlPCvTCso0UFygSa5gO+1FtgqVICsrgAwyORQw7Q30Fpj"
    "5BoOvKD4nEDx6bbgZiaLQsXNnSZUdWh0APd7ZbqBAq05L21SOhNmfWbkTKNwbp+N6pTNdB"
    "nErGHWjKiQSWcRCRAWtS4RZo/EFfod/z2ZCnFtRqS0uHgzQoymHmSMQrKkT9jnGmOApgTh"
    "IKBc90l8yVxFpEuR+cKZ4XDFt6Iu51Heut+jjVdeIT2Uv+8sWVw0dL0AR3tLfwkC0Fmt0l"
    "kzHpbdLXrUs+F1Ppb+noc6aIXTpCTbb9d7CblqZ6BMNUSPYKMKDec1JRrOyzUa+NGsyTa4"
    "9ebV/X4yiiFp+n8cjy8uXo1fXFxdX7589ery+sVW5S8/qtP9b+9+Fuq/hH/ZHiCf8k0PZJ"
    "kK9CowsoCqaqlcX62qapWnbGd3gOzNystKig0UWfkQtElZ+oUq4nbx81GdkrTIRzRwxAkp"
    "EImMs0Q/YXRJhGKS6SpkjVJLPOP6h+eTNLbWJY7nEp3v7XmTGbvbtuFa5MvK46eOiCcCbc"
    "UqbSXzlLUIESsSQmac1SFiicuuRebWjgwYbDWDIZD2oIG0hevLdAtJlLCLrN5FUHfu62Az"
    "2A0OEJwhKrniduEZKimkySh9majTBlmFDBYthL0cNbmLhE+eY5pEIVMBqGCgPVks0fZa6g"
    "JfZbpeXmNNwojUu3y/LTzb8R2A/HE300BXsXw6NmnwDVFaB4jS0mOdy1sd4HxfmGqgGCvS"
    "qVUVXu5cslzRiATRh7Qw2JnGzVMeNKrz+Xjb4ZOwML6BB8hZ4GBOCkFqMedsmIWupeWbk4"
    "fhN+yHbBSec+RHIhzNYwgHbE3C/NOkAnRAI+QK10/ykc5TdJyXauPjtq2yi6Kj+EG4AReY"
    "LXRBcTsDDDiYrHIwQROj7vVWzf5opLTKdKBcKcBuD5qmXpQtwQC9KN2X6d4e3wYIF2kGCP"
    "JVk1LdV9Wluq9KpbpxOI+XXMhgxlCXKQHwBoCD6/VwtdFpHDlU1zu7ujh6geRZ1dH7Izkc"
    "pDh6GAeB6FzWqj56iRgconY7RMHvPVQ2l3wHJzOo8LMg2rzPqsOe6e0p8pjRHnNKMnqyKg"
    "7fb00J0MOKBHc/bgvV5rl9qcqJfBIxJErbrghd+QT5dI68AE03STOtJxo7C5LUvUUBnVJ3"
    "g3CwWS9ISBD/hrqY2yO80DguV9620IzrIOfDM2wmyf8GImU+fogSZedqqMdYrHOGVMO7ox"
    "ggwOPLRu2iLmv6RV2WlCJ+2lQ1k6vJ5/Sre8kB0vVIM8LPdPEf9okG9LpO0VUzQMvoogRn"
    "0jKaLLHnT1zK/wuMOnuVCKHB1zN0WC4psIiJhU0DLutyuZBqjv1bSn2CAz1DqqZQ9waf41"
    "AM2X5y5L3x8HAvceT2Tslyfvf519u3H749T9jDB3mp77ac/CyhN8FOaLQn9NSwMZ6xMcBk"
    "edBsETCntFnpvTCn6Nhs3GyuRAiOWKjsAIHDlsap2duH7C6Y0jhwfyS+90RCbZFwdcio1q"
    "SaDhZ/4W70XovqP7YA/UPEfT3y41LUTvM3CM+ixNpJRO+vR/7jAjPEzz4XedFrhNEUizLg"
    "S7xBoh4CYoS/VBRXS+Zj3yAh8mmKtx3jhcYW1ZA4hIOWBqCN0N92IpP0BMysNplZITSt89"
    "A0P557mgDoatViRzFA3eJlE+P1y2rj9cuS8dr15lnkcFOAdxTdALz/pOhxMI9wsLUyoiqE"
    "LW2n/TkTDmU6Ld6WJQbs69YukYL2bLX2DDaog9qgRI2vCRd9mS4dqS7cViJrBbVlh9ih3c"
    "mrkDqEsVZHlkoLjRZtO7JsiZ8KnrwIZ+BrtPzt01G9gi+N26vaPwREhCdFeczSnF+vojYg"
    "FYpzolizLJjJdTnOTPT79rFDRPxSHt80QqIe+vfoLuJj6SMJvmFCLV8g3+NziTimsoZ/xP"
    "d2EDoltH25SXnixd0lqoHCb4vCX+CMwaUoUw1Q/Ohej0oha6NIqZQQhTJqq0pR30jAzscP"
    "cIGfXzWRr1XZolhGvyz1WVI7qD/ynoEZMbmwjc9pmQqsXXtP6VTG0kTjVLaCKFAcrxvE+a"
    "Hg7bjpYyJetwkIKBGC9xpCar4WDRvq7H51bMaOQ1bttrNCCgazXvDZ+EYsU4KIrDrKnri4"
    "285PVqSEHWTzDoJASAiEhEDIfd6RP9HpmcYtIj4e1flDfs8G7HOEVEPZxH2wdVy7fGQeHi"
    "iB+cjHi//TkeXn2xkgb/v0Z8moxr8AAYVdizn51mgcwJCNH6ARu/tgQhZPfyeOPk27pkK7"
    "RAULtqL+WhnS6hxHiQhSG5+R2ugSN14RfW/NmhhZiaqTqCeLHAfn40ZtpMc1baTH5bMD4v"
    "cOVvYuExRL4Nbr9TsqMH9ardTjKCLLle6GqPS7FUmO53h7cajN07HjzeVa0cIEzh0BgKmC"
    "6RPMNAd7TZupnABEQRlJEbY4iVctjnKZEo5zq49zH7NoQsJQV1ymWhySqYYXaH8QoRPCAL"
    "6KHTXzAo8tWvFZIQXvlm18tiSh4s+iasCPJGkXpnEdFB+P6lwISfUBzuXtyL1JFcnUaLpB"
    "OM1LSDMZkvoFonJBOpVIVXidZCmk+QqiPqwIbPweidyIhCJIkiHYgq5Fkx3fR2mFLCZqIo"
    "hOO8k3K+dWHP/12h4/MdsGvxbCNtW+PuDdsMm7YU9UrlWSTvdxuSDmDPb6KykOjPDdYc5o"
    "lRZYbTWrRe33VnyWCEGatZnHBZGmqWBSIIE4rfo4LQFVGVrjKK3PbNCNawsLSt94+TTa1j"
    "2ZY/8XqgjxpYejOk3LF8Mmi3zcXj3rHY0WHFLRqxSjFY5EkfMRomHevHTNpyLbZHGutaRo"
    "uSjpWpR1MQ1JYt12BV0YBwzROCrrVId91SFS1LMvOYEQslMcc6MaJSstvtIqdbpECrnTRS"
    "HBJHe6VduzLtudgZwG3c6Azb0vz92fbWyUepRKKq1yjyRSOCht3kFbZhlvoTIl7CGocH9g"
    "SAs6jQGmMhUsU0iWO1qynGbxdgDt+91MvVyxe6GVd6xVZi4veCRu3sf2TGfrkkeMag1eyd"
    "iJVxzcpL8tdhzKVVGEk7qIedNZ4Y8XjvwRSucVIQDCrU/XfI28RgFF5A+i9BpK/PpL/Eiy"
    "GotieDaY+DNtg9vDv1EbQyBfh9lr85TJNEkJIgpOfp2MaoxdOZdKyNekkexIBhhLML68bB"
    "BMwEfVtAi9hHCCr1JdS0IC4nZ6uUoLirnNnAblsXvlURYfGmuPMhnAqvpRICYC1HELdEZj"
    "dTzb1x1gmyt77wtTDhRl5TTUq+bq8dABxBDUcxJrB3UqO1Jsn41qLRzFUYctwiQdAMmXHU"
    "EBJfsMAjlnmloD8vFDNAU0SSsYV6cVjEtpBVm3FBN8CyTHg/jsUGv2CBmq/6KB0QLOxw9w"
    "AXefF+OxiWid8KRB+JZSn+Cg4nAu0qlBcZzwUFDnJ/aRY+IeHu4lS8bt3ScF48+/3r7lSz"
    "uBng/yUnmiXAsCDA2gwtkiBdtbfvSezvnn/IwPklIsGmG48LxWIHaSMROfzht6+1BKITxv"
    "XoTWWPQ6890RWodeFJFANEQTAeh8moDhVFRMXGxL7JKkKTqXFBH2+SU0QqL3I5rREGG0Xn"
    "i+pi/b4V9nLMoXXjXJI90XHGC+B3a92JVBbST/W29eWU1Ie9JpKgllq/p5Qv8hr++0ktAf"
    "x+OLi1fjFxdX15cvX726vH6xLSlUflRXW+j27mdxpUhXT37H1PgEA7xiC2rmFCzQnFiS6k"
    "x8evmiWb3PuoKfJfG0vBOaL/MybaviWZb5hY656C0RrCzjQDeeBigUfMBud1Ao+BDhqmGb"
    "aNUQglWrEC3KfSVM6+MfFFKIdLEu/qGkQ59M1/OCn7Dnx2GVrrd7Pqp3fvCRk1lh6F5171"
    "MoijHRGeIKVB50meQZz0K6TD9M7bUjlDwjLletRBEnEWG5QVm3eYQDF/FREQ4jxEgSdUmW"
    "ZW3v4G/br+yBc8Ym54w93bMtKq7evZU7OxJM6hkXSaCicamiMXVEIH2rnG6VFgIjbRMMJL"
    "U6vYcmzMts5UbBziox8No2XlsiBP7Kj1ud8Jd8Xiv0LfMRe2U9UWgzzY95zcUqHAmDO8Ob"
    "pL7mXAhflK/S3Aq/4EKWqBzDBa8RmhIHx4wkaTRMmOT5IMq1m1yGY2VR79Ave04JG4jQsU"
    "oIBMslWC57FPPk42Ae47lRTE6RZoAgd9ysKCSOt0oSctvVrCpTtyxb1Z/D4VBVq56wHxPW"
    "ig8lUmBCSyZAY7TDnTXGXVYG3GCl+3agkCfc5hzpheIsHVAkivxWbJYpwTxiG5dtMY+Q5Z"
    "SEbOGtznRGkt3TUa2pRB7XaXqQYm3IE6zUYiF76+qCacIm00RIfSPBKx8/QLmr+xAgJ2YR"
    "XU4EZqbGnxIlWID6pzKc7TJoerl8QbYdqtRjTVxtjxhrVBlF7Hzx7hbVUUqkcPRDgZSO4Y"
    "TsuhMUSIHKHZ1U7qg6aDuA9r0yXS9P1wYlZ0pXjIQ0/x7o3ef7+1Plhv5KGMP6tND80aje"
    "CrIb1LUJhAYBKaZzkS8RCQPsNzGF0OCJhAwXqJlw4oFpxE7TiOuFKatNtEyJaIBGko6dU1"
    "wxWZh5p3YUA0S3ex0+hWvySEzbUZQIQQuBEKSjhSBNqbtpFZOhEEI3t1HLkAz+DaK2AUpl"
    "WoiMacmGonxpcNgoZMOL5Bg3qvQwrqn0MC5XegjJyt9wiX/SEvUqeoC/EfzCQxMbldrbUQ"
    "zwVj0fNxEGxzWV9vQAtwliKRJCDIvN3pwkeo+zzjVyjspUwzuvrpscV9fVp9V1+bDamW7M"
    "wsG2ZOAWtXojgff7q2BzZudo4VMsU4KJxKKKXT3aNCaQqg6IxrCqhABtGVrVP2MArkoK8E"
    "KYwWnCDIqLsQt8lemGinJ5C+8PP9gdql0AvcB8Nv+NNOdw0ZZvowbruiBvdYB2wygaO+Wy"
    "vfiWZVOrIjwebvj3+8lPRPJSjMfu4aguyoOKv3Eyy8c1qfvNUePqN4oD0Wp3jTcIR4Xmuz"
    "+gJEQ8Kb7GjwKP/y3hCDHODp+gWEwpynUvvSCOiKYeyAHmh2JvZ9aJNCNUHTGy8uO5ZxQu"
    "sqMYoAG7+2xbRhgzl85lKhDMdZk0xiUKZSooUais3XKJwvzIb1dqokwMoQ2j1j71lccft7"
    "DsypRg2bXastuyrTd09O4Jf8G6PNy8tWHCC4lrYFG2wToEiWuHQLVHiWt9hXhf5tqJu3s/"
    "rAToNDzTWTXzZ6Nao2Zx1F6T5ke6JCLgHa0XFIVxkPSJQC5Z+XSzJEH0WvweElGROKBohR"
    "lb09BFONgkTSdGiSlSPPGxKFUcIIzSo6Fs3Tzsq8DQ2S9DJ8lrcjeOL8wJBmcoGl82Sn65"
    "rMl+uSy3s+Avnpj2dZeIBmhO7j6GE3pjH7k3NglC6ovrwrwjTomykyBliw6S7i3OO8xatX"
    "HRkINBzGqDGEQsD5XNJbPHaRWc91y+fySbsxo9Jx/SSN2ZrAqj97f045rHKp76noMW2J+J"
    "dns4QPlc3zDEZxqJfuv8QfY1NJ36Wk4Cqkq/VBV+tLn8DvMqkjlr05hVUnC5jlq6XAtQmk"
    "p+GtLBKZHdy37p0TbJztTma16mgwXfdsEzbx5Mkm5eOvznlV0pZbrB9KX843h8cfFq/OLi"
    "6vry5atXl9cvtg0qy4/qOlXe3v0s1EppH5T1TK6gC4EnXk2I7829qa7G9T4NXzPBEVX9E+"
    "2G7lT9DEHRB3TVDvwtKcDeHHbQAdswoBc6oNyijUWTlgFOKi0YdWzm9FZFNtMeFTKIHamP"
    "HSn6XZ/pii86evsJ7V43vLK4bHTBf0xj/s9qLFT5kFEjCxUrjN6fayRZknw6/4MXJB5yFN"
    "FHIhr+MuLPhLP8ke/7gH8qHi4R9mlANKlFz54OrFb9slolfDU2lchUYCXZayUBafmrkKES"
    "iZcRvjdaSssFWmC11ayG3J6vgs0heaKPrQ5umRJ0X5u5DLov6L5HhrbPum9NVEajaAyjII"
    "wbESCBVtgL02juFV8OIswbOXS5iiMSIhry3xhx4tCLNsnob38jU1HcI/juB5REi/seYUJ7"
    "LUZijNB64TmLLJKc04ck0lXbOPbrQYXulwoNgR82+MEh8AMCP76qBQ+BHxD40cPdAIEfPY"
    "edvzBgKxpGmgYaf/r48K7CYyBRqdYQz4nQf7iUzA52+pwGdoGHBHt+oW6P/gID3mgOfjHB"
    "rcIA03Q9yNQzyNQDR02bdd47gx+ENX0tnIZSOIc06ULBlk4KtpzUjMslB1/cqOSs2p67Gz"
    "NqYNidONLwvSbe3xaifnGARKFlYYhxhN0brTFDmE/nijAjobW+FjVByBMJ+Vi2JqEwqaIU"
    "zbRKSEjXI8So+Nhj2SBOTvnaKxt2j/VSbXvvKde/+X6hyZaIQ77pSKmrN1h5bbLy5lwyEL"
    "wLJAOUvbtvIV3cFE0xljbS8EA+QCRafjSbm8lLlAB4k+IYvQoUOqaHou9qhiW1Et7jyCOJ"
    "7KmR3tJHe4S23aB9olo1b7VijlT/0UnbziToZ50q0r4hyXGiSj8KceJ2z0aOkDqzZHrhn5"
    "WHeKxQ0VyMAOnKJumqsDYMrqPtchrePdR9SwvNnjORZbXUAwT+AI5yCbo2TRmqZgDn+ail"
    "87xwnZhsAolqeM2rD7D2E8RarXmFsuVatwzvEyx18X8rDiiEwICWDPBxMI/x3Mh0VKQZ3j"
    "lz3cRrW+20BZ/tV6Ni69g83Zi2YlEJoX16KZKq8oLYE0ZVfT8cMIZq+0kRUVODxWnqEoe4"
    "XdCBRAgRB1afU9AuChrwWBJ50KQBz0mt1m+/iKDQs2rbdTZg1MCCPSG7sZ0asveYprO3p7"
    "+FhFOzTKgs26GlxyMwRdtnik76zZroaluCAVpDO9bU1NVvIgGptKCtWS0F7dhlrK9pSEFj"
    "UzcSdjetNtGODrQIm/dPv8JGgM0t2Tzz/HbWeYUQrPOt02j/RSZbuGT8a3Joi0StcmgtQz"
    "7Loh2fv3z18vri6uU2eXb7SV3ObNnQxRZ4fHllJEZvKYbn8OjesTojkbNoJUfLlCAE2Hw7"
    "gCmx+87zkrWmKaYyFYAK9tnTNEgvxOo+E9pCaPBAsZX3rF2Jd8k3+3NVCbXt01ETq3fTSm"
    "rPid2WsXwiYVKifE/M9jrkX56/aJKPH4G92z57N1yIB5AyCiu+oUpZoDheTaYeKZTJYcLV"
    "FuN6YwohGEpaGkp0p3nDta0jhUUOTbU6WvG9U+vXC+qTFkwu0oHhxmYOcwiikG5abWWVFj"
    "htM6fBRAfWJFssHhZH+wnLhCf+7sS8ULZ5FJ+Paq0e6sgjRvrNON0kL6cIloxTnBOjGkuG"
    "xJ6mbkeJaIgRfJ2XyGQLGkbGOMtUAwR63MTHO6728Y5LPl6PTcRZ99SitPSO7ohpOfkZ09"
    "vSxiDLgSwHstw+We4DcegTCTdv+K86WU56XivLhdlIjobbsFTkQ0AQnaGIBGiNN0z05Fl7"
    "fIHEUVKMMaka8BoR7CxQ0uOAVVR/fMY8Wm9ZocSn+GP0NY1AXLRJXNzxyUCMkYgGKMV0H6"
    "nWsso2FNge9cMABgW2ocD2qYUlSwtsfyCMxqFTISVlz/ZISIVRDVolhpQu04aELnnyHMKF"
    "GRwhRpcEcYjEJwwFhLi6PodGtMa2M586WHzP7NdHPhLsZ3YJRNBY5oBWs2TBG4Cbjx8guN"
    "3XtgRLGVjKTi6lPDNkULkgm4KqkAGsYIA8TWpCvhA7wPa+MNVA0VW2rWUG3kg0xKHBe+p7"
    "jjZHQR0yqldissGT1W70XmXmF7pGPg3motV6shTRIyErYYcl/APMmLDfCllWNFIXTdZFXx"
    "4qdBQaIX7lP2UKDE4tuhmny4rPAd+zP68ikcWTt4Cx+OTXRs4P3b1RYJSBEC9TDVCU774J"
    "kIs3Jpn4+XAIJ9dJ6QsczNuFk0uUEE5utQU+Z5Z5YVyVEMosgZp7AEhBHxt4QEgm33+Ig7"
    "M6ZUE8b6gphNnQZr1DhaweePNF3pnTFTK7JMDnwv03LJPlceByeZ7TLij/G7nMv4rEOC96"
    "nQZ88DlEQEgaAiLKivL3VTQRPebb96sUyTcB3cKyI7BOt9hyrCyhVThecoI6way/R6EOXi"
    "FolTQFUMmOo5Klp5qJVrajOJ5i9uJQ8HaslS0yxBpimQ8HIEs15iIctsuWlilBvbVavZ1x"
    "4Ya1rHUnk0Igoc18BmUblG1Qtvcp2x/TULwzjZ6dPxrVqdisMOiIqbORF/mQNmul+rllTV"
    "MVakswQO3pUOmyxiArZAOEuvuEWTcO06CKpRfEZhW9daTgU9QoXdN4NiPhZEpm/NBrAXQl"
    "Pei3FVDjWcT/bY10iRyALhsSyKoFwCrZ8YA9v+wJsquQy5oCIxpO+F8YmcCrpYVeC5owjz"
    "gMSeBo6mLW5LEWaIbXb+GigWRxUSlYXEB6QSXOkF4ApiAwBVllCtpXW003bNTARDQxLrV2"
    "9tuCojk/7xjCec5oHutAQk0Vjgbj9wc85F832/iFLz3JjU0Q+mCp7QkO+u4b3CgbwABYDS"
    "nAq+qK0mnTFFnljAJQQTg5SZJewfvzTGgLzqaBYivvWX1dkaqDtwOAVXltoChr7hybSrhk"
    "y7yukos6pJFsbVrYJaNLCrCkuYn5DGl8sSgXgWY0THIQkz4BaOpT51FX6OVZc5nK4/nUk1"
    "3FF5DGLZXGZV6V8K+2JpYIB+iu7L5qCSg/IJ3bCipI5yCdW41tE+n8VCIjY+kfrREVWd7/"
    "rE5E3A1qIBn6dP4HL/gefeLCWkQfSYC8iBF/hjyGHgO6DviniSQ3Demao4awn9Q2TmpZ+B"
    "5hYjwSJW11smLHs++PGwSJ0CaJMGG5cZFkmaobWXA//EeTBLuvkYwZi8P8RG8YHiHRHDH0"
    "RIX4/BmwQvtECyTB3iWK+JhFE0b4EWPOaJUWWG01q8mXlcena8FomRLYbDWbRSSl6NEcr1"
    "olcyrEkOZnM69D8sTFwzaXtEwJXLaZyzTwN5NWBs4yJVSlUsJRXVEkJzKt9qWQHRTVYypn"
    "XYXN0CeOUDgpmF+a6rs62uEFVY8vL5skbF1eVmdsiWdqbZEW9nqJCE4HLaKmzRwUsuM58M"
    "7KFrHOlmz32ZwBidY0fDRBtkAyvEPh5XUTr+h1tVf0WtMvDPpJPe84qHHeQT+pJs4lS/tJ"
    "feQ8ugt+8hOZu+xc2j0d1fqX+LiJF0xm+cjGTiZR4xyjXNpJy557DMWB+G2NNz+I2ugkcN"
    "NmmSPRVLPoGuIPp2SOA/75KClvKJ6TAGUplNXupyO817igxVbmS38tmJugvIVVLqxVHHIK"
    "I1moQDLAQKYmN3b1hV26r/lVEZn3UZWpwEW410WYHWbGQKt0A1zQ3YMdiHvEGGqZCoBuAP"
    "QTCT0+mbCcYF9XYvTWC3C40eOtIVaTrDdZaYaewV6XZX3/cCsZgTm6t3fvbj789dtfb/7y"
    "nWQJvn9493M+vnhr3v7109sbhRMhieKQI0dNVrxENMAFP37RxIDAR1WbvF6Uw34hSuFr8I"
    "CA6/qrYDO0tx82fyFJ43CuNtPsdIkMYC3lviTOR+PclyIVONMg9eXAqS8VudPp3u4A2rss"
    "zOF9YcqBgqyciPthroxtaJFgtJ2pl+dCg/yi4rlolRcowrPZJ8wez3ROoO3DUa0PSAybRP"
    "m4vR6gj3RJhN9EdMldkZDRAC1jFiGf0keEox/4xwscuH+gTyQciXZXmOvQLs58Na7nJt1y"
    "ccDW6fPf6TR/RNyy4+fwrzP29yQGa/FDQQnnFMooWUOHWuenkYmqnUGmie2Qz26Sz04Dvh"
    "9Zsa95Y4WpTAqiqOIA4tuPv8UQWJkKMJUx5feCIZ47CsBSjTt04xWZPBKjOsQy1eD8wOfj"
    "JqcsH1Xdjm9c7iiRiyJGzvbjXmNndEWCQ8kGB41nAPdMm4Oid3ZdlwakBY8LZGC3t5m/YL"
    "cHY6gttiR7S4h/otHqJ+xEVFs5vPB0VGdNivi4yWw3sEFA8Sqk8xAvEQ2EiWchihAmBhq2"
    "oGuGHP4Ohr798NMbdDW+uP7udVJFhguJIuw3jfZJ64Qn/dHF6LRtehoArAskPvj7oLJNzy"
    "xBZNMq6Eymg3izUct4s7QQR0RWOvjnlVVvJLLBdLL643h8cfFq/OLi6vry5atXl9cvtqVw"
    "yo/qauLc3v0syuJIUhfUyflaRWAazLxw2Y7RCi0oOzZz2p6cyZPa3jpUc0zE8X3ZlQ8B+U"
    "T5PwfOrbQB+o4zK5+l2yQ4arSaHN9qfSb5kthJRPxGCk01TKAW9EstIEvs+Sa29S3B4HwX"
    "48tGDZovazo0X5YSfhK4JlnmThvBRDsBSCc2Sycz/hca1yORiAYYftF9aZIVZmxN+a1pmr"
    "dYIhwg3AfJ5IK+sEfuC8sX6IQR/mq3YG42AF5Lf0QGbD8pcsBUpDxNR14wGQ31qn6W7tud"
    "uvYbmS64AnETRWS5is40ipsyYlSnwq3TsXzV7QbvdUv9QtdJO6wo3Ii2BnxSfkaHorKMLk"
    "h572jjGONsirxCY/bdIZzYWm1R5ZDJuajSwslo3cmoBt3FrMzkSk/VjqCVm8oyfbTrVg0k"
    "DHXSW42dJScYYA3FziPx3ThMQ+mXJitWoTqed7VH6xbCyg4QOC5JPU1BVcgAVojWO03Xvn"
    "whdoBtpuH8WJhxoCAru9em/FqVCdWaaJFP+1XR4jrZr4s+cM2SPJEgEiGLIhpxjRM1U2ic"
    "XMVcUY5tWSdtTLW/jXM+fKubbhN11CbO9YSQEnv6e2FUo8Pak7d1alHxwP4ZyD0ueGMaOW"
    "NqfDGlnLh4+jtxIkMZUqaCjE7VoRiSwBRSiQgQVf1XqxX/s9uYCxVSsBZabS3k83mRttLO"
    "J/KlwvxSpBmCkauOn2//8kliZX6063MK8uGFq+CNSDNQj6uNT7HbKqujTNsys6M/PDhUYk"
    "cfstOPJuicjxul/9dk/6uCDtemmFl3sh3FSZs69cNynnnlTMzmRZLBZCR1ZjAP+H2Xe+Fb"
    "iD0acgj2tFnygUChr4LNjESR34rNMiVsZpu5DN7Ozk0AinW8KagKGcAK3s7TeDvzhdgBtp"
    "kX7W1hxoGCrOxeC72dWyZUezuLfNrv7Syuk/3ezt8WJCSiMgsOo0C0bGSipu+27Iro5sji"
    "6ZYEcdbES+HmzHtBcu47MV83CLNt7ZaIoiV+JAl1ZuApe0yP+mbjiGBwnp7+mhnVOE/j0G"
    "9lb5TpoIrMqKWxMd+NJnb2Is0gTI7HNrQ/4dATUGiMZH/6+PBOj7pEpGp9nhOh/yDfYz2M"
    "jK5BX6BRj74KtLLkxQQq+kl4j4n9d0swiMV+aAMwF1rDiE3wLNKV8qj1Ykh0AwS7+5AYRr"
    "iAE7W6QUukcIm2vURXIXnyaJykxrZlR/Uc4EjtiC1xEOlKk9RbWysnAcOrzYZXcKIf1Ime"
    "dp83d6WrdINzqHd/xYM/8Ks4sPDKE8Hghl4NmQqcGpBsCH4iS10Ypn6ibGt3AO3NyvszGX"
    "IunHwKWtUf4DcaivZhb784JP/zy+4hdcyo1j+Ujp4QaXijdDhx1Yu8tvXCcxaICg8KWtA4"
    "ZPxf30XfBjQgPyDHp4y4371Ga4+vpjgSvh0xdxJbLRw8UTKcoRkNEwfNmv9KULq+9Rl1x3"
    "qxecEYvAGPkF0eIcESraBb4YzAugQ6Sbrt78mng1ZIq4qYs+bfkq6NvAkFkmf5EnoE3EGc"
    "CSBhdp81VzjzTXPnyqSQQQfy+0nk9+Ja7ADf98p0vVy7e0HWbGCrYr1S2fsXIbrWSPLp80"
    "ZS/GI7tEHPrzUhj/4G8YEk4nK0F6TxUT52yDcM+dTBPlpj30dC9HmNGHniS8RHS7wRc/pC"
    "AqeJNL7RdfjqeHZjWVzDe/GVQES3TkTP2VJC/uOSL4TKPK8C2ZBKo12MX11tk7zEL3X5XR"
    "9/vbm/Lyd5JcEPk6UXxDqvVT2sKi1gW0oYaImsTAm4gupzkIO20NOPX7JJAUkzUBUygNVW"
    "jXI48IJK+dWplH1FubFOqTuJO4D5vjDVQCFWLiCbVPYbEnrO4kyjrGdPRnVqOt6NsaaFXa"
    "W4qr2eNGJqxsHnqbWHl1GfWUGjWn19IiHTbu3quLUCyQDjA8eXlw2i1viomkZ1l6VCMCtN"
    "Z+pqhLPhA0T3vFHnrPOazlnn5c5Z/I2RNo2l2uVXIAGXn6HLryTuHvMy++//B1QI5ps="
)
