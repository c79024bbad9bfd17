"""Foreign keys that name the clinic: what a row of a clinic points at is of the same clinic, or is not written.

PostgreSQL checks foreign keys past row-level security, so a key of an id alone could point at another clinic's row. Each
keeps its name, and what it does where the other row goes. `SET NULL` of one column takes PostgreSQL 15.
"""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

KEYS = (
    ("consent", "patient_id", "patient", "CASCADE"),
    ("calendar_connection", "practitioner_id", "practitioner", "CASCADE"),
    ("external_busy", "connection_id", "calendar_connection", "CASCADE"),
    ("external_busy", "practitioner_id", "practitioner", "CASCADE"),
    ("resource", "location_id", "location", "RESTRICT"),
    ("service_practitioner", "practitioner_id", "practitioner", "CASCADE"),
    ("service_practitioner", "service_id", "service", "CASCADE"),
    ("service_resource", "service_id", "service", "CASCADE"),
    ("conversation", "connection_id", "channel_connection", "RESTRICT"),
    ("conversation", "patient_id", "patient", "RESTRICT"),
    ("booking", "conversation_id", "conversation", "SET NULL"),
    ("booking", "location_id", "location", "RESTRICT"),
    ("booking", "patient_id", "patient", "RESTRICT"),
    ("booking", "practitioner_id", "practitioner", "RESTRICT"),
    ("booking", "service_id", "service", "RESTRICT"),
    ("hold", "conversation_id", "conversation", "CASCADE"),
    ("hold", "location_id", "location", "RESTRICT"),
    ("hold", "practitioner_id", "practitioner", "RESTRICT"),
    ("hold", "service_id", "service", "RESTRICT"),
    ("allocation", "booking_id", "booking", "CASCADE"),
    ("allocation", "hold_id", "hold", "SET NULL"),
    ("membership", "practitioner_id", "practitioner", "SET NULL"),
    ("message", "connection_id", "channel_connection", "RESTRICT"),
    ("message", "conversation_id", "conversation", "CASCADE"),
    ("oauth_flow", "practitioner_id", "practitioner", "CASCADE"),
    ("working_exception", "practitioner_id", "practitioner", "CASCADE"),
    ("working_hours", "location_id", "location", "CASCADE"),
    ("working_hours", "practitioner_id", "practitioner", "CASCADE"),
    ("field_use", "api_key_id", "api_key", "CASCADE"),
    ("webhook_endpoint", "api_key_id", "api_key", "RESTRICT"),
    ("webhook_delivery", "endpoint_id", "webhook_endpoint", "CASCADE"),
    ("webhook_attempt", "delivery_id", "webhook_delivery", "CASCADE"),
    ("access_approval", "grant_id", "access_grant", "CASCADE"),
    ("access_read", "grant_id", "access_grant", "RESTRICT"),
    ("linked_identity", "provider_id", "identity_provider", "CASCADE"),
    ("sign_in_flow", "provider_id", "identity_provider", "CASCADE"),
)
"""Each foreign key between two tables of a clinic: table, column, the table it points at, what becomes of the row."""
POINTED_AT = sorted({other for _, _, other, _ in KEYS})


async def upgrade(db: BaseDBAsyncClient) -> str:
    """Raises IntegrityError where a row points at another clinic's already: such a database needs a person."""
    uniques = [
        f"""
        ALTER TABLE "{table}" ADD CONSTRAINT "{table}_of_clinic" UNIQUE (clinic_id, id);"""
        for table in POINTED_AT
    ]
    keys = [
        f"""
        ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{column}_fkey", ADD CONSTRAINT "{table}_{column}_fkey"
            FOREIGN KEY (clinic_id, {column}) REFERENCES "{other}" (clinic_id, id)
            ON DELETE {deleted}{f" ({column})" if deleted == "SET NULL" else ""};"""
        for table, column, other, deleted in KEYS
    ]
    return "".join([*uniques, *keys])


async def downgrade(db: BaseDBAsyncClient) -> str:
    keys = [
        f"""
        ALTER TABLE "{table}" DROP CONSTRAINT "{table}_{column}_fkey", ADD CONSTRAINT "{table}_{column}_fkey"
            FOREIGN KEY ({column}) REFERENCES "{other}" (id) ON DELETE {deleted};"""
        for table, column, other, deleted in KEYS
    ]
    uniques = [
        f"""
        ALTER TABLE "{table}" DROP CONSTRAINT "{table}_of_clinic";"""
        for table in POINTED_AT
    ]
    return "".join([*keys, *uniques])


MODELS_STATE = (
    "eJztfelz4za277+C8pdkqjSptry0J/3qVdmdTuIZp53q5eXeOzWlC5GQxDEFaAjSimb53x"
    "/ARSJBkCJoSgLp8yFpW8QB5d/Bcvbzr7Mlc4nPv7t1HML57WoVsGfsn32P/nVG8ZKIHypG"
    "jNAZXq12z+UHIZ76MQmOx05wfvCUhwF2QvF4hn1OxEcu4U7grUKPUUn0SAliMxSuGWIrEu"
    "CQBRytF/FvFGHk+B71HBQy8XO48AIXeeJjisiSBHNCnc138j0uc8SLPDrvbsqIev+IyCRk"
    "cxIuSCAm/utfzxLSiefKEfMA0zD9OXuR/PVvfxMfeNQlvxMuyeSvq6fJzCO+W8A4IY0/n4"
    "SbVfzZ16/3P/wYj5R/1nTiMD9a0t3o1SZcMLodHkWe+52kib8QofJbEDcHN418P2VQ9lHy"
    "l4kPwiAi26/q7j5wyQxHvmTa2f+ZRdSRvELOAodTxp4C8ZUC8p3n8u8oWYu/9/+m3zRHNZ"
    "l8fPwy+fzhy2RyVmK5/EYKy9KPHEblcvFoKHH713+SeXf4xJ+eyRe8//n207cX13+IEWE8"
    "nAfxwxi9s//EhDjECWnMgx3oyfIk7gSHZfR/EOiF3pLoOaCQKqxwU9rvsh/asCT7YMeT3b"
    "7J4M0APC7kX+5/+fD5y+0vv8rpl5z/w48Bu/3yQT4Zx59ulE+/TTjExBGQHBHbSdBv919+"
    "RvJX9D+PHz+ofNyO+/I/Z/I74ShkE8rWE+zmMck+zj4SQ3eMLuzVppusQNTlXrOXsXv30g"
    "7S/InXFNE8DQCqAJq/NgwwVcgAVgGrvGVnT9ojP9nUZYB/FBeZN6d/IZsY5nvxTTB1iAbS"
    "VBp6v52on7DuPt1d9gFeb0WT4vEn/n7xV5MwRuCTOI8/3b//clY+EDoANhEzf8pmGyi6BY"
    "ExD+7728/vb3/4cKY9GzqA9zE31UCxVY7EirUrD4kpdp7WOHAnhdNCPmFjpnyyHVt+tBwv"
    "1U8wxfMYIfmnyC+uWd2VOtZ28e9VsLabbr929ZsQ2qVqk6GDMH8irlR9OImVJCZ0pWTTj4"
    "SKtBmJwa74QVBNiSO+phzjhWUdq8uJNZqWokEpildAxHgebgXxTOcCJcsWJSsgmIvvUQL+"
    "/QIHeuB3FAr44sv28NgSh8HvE5/QebgQv169eVOD8/+7/RRDLUYp6tLH9NE4eVaUHcXOW3"
    "qciy/Gy0D/+fPjRz3QCpmqxHpOiP6NfI/3+CLWgSwBKWiuGbbf/nL7Xyrs7x8e79RVLye4"
    "U1iw9GgUEg389zTUo5+jUJD3ein6iO8r/vnj+Pzy7eXNxfXljRgSf9HtJ29rmHL/8YuCqM"
    "cnWzNcGdY7xnyCacXRrZAq+Ipj1e8hwDXo3T0+PhSW9N39F2Uhf/3l7sOnb8/j9S0GeYk8"
    "VIZdCJAhMTmutwQDPK3PmxzW59Vn9XnpqFYFFhOjo0oLVkerrY4ucTy3FaOLlB2wORU0gc"
    "vdc5n8vvLEdC24XKQELlvNZdpuJ+fpgMP2c3iqETWrRZ88TSvpxzJ+FoWfmwayz02l6HOj"
    "Sj7ghOvcZ5TJCdONIawlwhdAa9kaBm+cZbCCN+4E3jjwGJmg28xjpD95O0D4Kyc9FBaagl"
    "u6awrwim+BPn59eDitQ+4TwUVXUfnpqIE7LsgGmnvjFpgjSS6dYVlc4vdohYOQxxGMC4K4"
    "syBLHHvPPJePEGVT5m6+4WjNApc3cMx1844WPjoM7jlb3XMg6BxEfnSY2C8exVqXULVHTi"
    "EDj9wLPHI8mv6dOKER/nkaAP8F4OfOfDMPBwbnRi/MZWDNgZBqGwEFawPE/lqObmXsrwXB"
    "qSyi4YNHn870yvD28WiPNiwHTvxsZKPUvyX2fOIiSYTwlEWx7ppO9R36IpVZoaRuFdL0Cf"
    "KEbhp4YSjz+XzviSThpTK/j4vB4UJwTJ8XeOD37VeTQRG2SRFeRYGgMIp8ypEMMfbpukns"
    "kyqD5mKfrlUPYMieCJ0sMF+YoFyk6gbo/Sv8aDBfXzaA+fqyEmb5qAgzkSfbhBMsjrcy0H"
    "cexcGmwp+tUKpxk5vULtFLQ7U2bjJVZ7cal4D17v7j7af/3iq/W7Xr4fHjT3ca9ffuv798"
    "uFXNP0KRbRfjV6QEJdhqJdii2C9g8+HYHPFWWzlHBqFflvPX1P+RI4HQmVqrS5Q6t8FHXm"
    "MSyC0nfTbwiQwCvs8cnP7RZXvA7umo1hxQHNfIGJA6YtC3KznWk49IMEIBY8sRcsmz55A/"
    "oBALzQDNWBCnmE7FW55GaBrNZiTgyKPcc8k7JMmfiRwh9HPyTMRg8T8fr/RWgWO92NiLnn"
    "6x7LdQeu0nSQ4Z+NTtMiUUWdUU/CIVGPPLeWm5FV/CtTLNskQHyZaarD9C3RbYKlSArD6N"
    "NbkJNKaYPTmsO7ojJrBmB3RvE1jlDSK+heHpW6QCmR5yNw4M6YIJajNAcySwQMHVfxJXf3"
    "pOdgDt3W6mXq7YvdAWr5T9Vb7k9u4A15/TaYYJau4MtCuPYOUJFp3pzCTJk1GtiWTlTZ7S"
    "Qc1yB6ThYRWweYCXSTi/DOMXDEdLvEEukwEMBMWuU+SFnPgzGbjwRNmayspcMtQ/I8C+mO"
    "sdWpCAIN8jXI6XqQKLioyCY73Z2EJSdJ1BqsFpJJxqs0j8bwn2asd/Nn6AsRU3TerK3FTX"
    "lbkplwALyMz73QTeHcUAAR43iaoYV0dVjEtRFRC8cpTgFbEqnz0W8Uk7vCvIOynO8Dpwj2"
    "jo+WXI613dZWrweNvs8eYOW5llpu0oIC/qBXlRmSdUSG9G8Kt0L2JCfzbWQXjgrSYBpnOz"
    "9V8ggi3wEvj5RH4jRxNPtc8hsqM7okNk+0lvPSIWhSn25+jp3Z3uYx5OWoYqqrTAaZs5Dd"
    "Hlr4rNxtXdSoTgfC2VJ3hmTy1rMOcp4Zy0egNB1AL42S3xWzbxs5/Gc5n54TWuy5yLvtp3"
    "mYsI2Ou7rIZ1f4/VgMxIQOQqUruqqpHSScTnzg04Qns9haUhKxx6hIalKTUjc4Hi5eHggr"
    "TJBblbQyXs6/oR5YgG6Cs7HzdJ9B5XJ3qPVWdCYQeaSFcFQlBPrJau4uDvVhXxgcG9YPA/"
    "xY1mck5m4wd4RHbvb5VdkyKNB6K+z1Kkcz8MAeDu76BnEnBP13iwMpslR3G8TJbzQ8HbcR"
    "rLGouJJwFZyj8m0CzcWt+Nhho8OAYeHAeLneLiYGLcna1MCadHg9MDU8qE8iN0RPNzREt7"
    "vBPlTU9OFEdahHy/nR9DoQU7rM2C5I5bZu2VVLrhtVjq/uBKMJuYd10uEQ4P7csmUdeX1V"
    "HXl6Woa8pCwluVWlMpodQalFqDO6SJM9zoUCtQgeTb5AKxIeqgP8eaSRJ9TpwxxbZMCuhC"
    "iYJDQ8qo1GCzwHMjYMuksGArUwFMkFXIYNGqiUwFx31TVItUAGopO6wU49AY2TIpwKs6g0"
    "ggCwuaFowrUAGoEKp2mpIw6dnZAbS/7mYaKLbFe6YBuHlBqovFq0zXS8Fr/wouS58VxWI0"
    "p3AHKH/ezTTQdVy8e5ocEjkxoIuTQpluoDBrhKcGWOfLLb8Q54fcVAPFWFGorIrNfp9678"
    "WxTYlTVYhbM2pUF7G9jQlwigSHjN7WqQF+NPeSN6cNw7KaTTU1npJvDFWerA2x3nG1qZF+"
    "RzFAA333PsfcZjEAuUg1QKDHV41KPl3V1Hy6Khd98kLfKNxqS3A8hM8OdT4cAV8nIK5Qhz"
    "zxR7XyouvpwZfe3pe+hTMp/dDOra6fBIK0bHawB2QmZpPtS9uVANPRA8dt5vhWDTCTJBQy"
    "ECWaXXXTiG8mOeyMqk9piaEK1QuqUBkH0g85fn7cREkZVysp45KSEqPVIgpVpRucGN195V"
    "/VJGIkqym0EARp9Y3tevwl3NaQg4RmM79nJHQWrVhdpAQu94HLrdSuEjHw2mZeQ5QqxKbZ"
    "Dy+EUZ0ijAoiJA4QIXHiDtpC06Vz8olgN/aKl133+eejWqd9PFKqxtnQvY2ifmZr8ShAnC"
    "3JlLkb2VsJyQniLkw+m8v+Tcm8fBT3cvJ9lCxbXm7+9OLZ9jd0Ak++TZ780/ZrsqjbSvc+"
    "fMEJTx+hVRMmkaMZoA2yG8NYSXI53bFPib8nbKs0aO8FIIYfOGirTVBWSvO3cp1NiNay/I"
    "yHaC2I1jpN3vpNo8T1m5rM9RsV63nAopUh0nma4VU8OQjMEBSXw7fJgXFe4zo9L/tOISjO"
    "qqA4iBSASIFTnC0QKWDP2dI7PxNECrwufs+w50eBrqVlZZnSPAlUJ1Wrk65w3A6vXTdkhR"
    "a2js1bB1zy4DO2xZtpb5eoFHqdGXvLlBrb9W5Mp/Zq8B9abFs+rf/QKrW5e10OmrMcsDmL"
    "LAlhZuLcURzRDkHokSwRTRZv9dotOb8D7xk7m0kUaCTrGsdTkWxw9p7xm2a2tTrjWjnQYG"
    "F4TmwJBofvRZNSyRfVpZIvSqWSyZIEAhCxJmm0nOqi9qpx1tEeEfLz8/GRPCTXTRwkqv6X"
    "849cq6izFaEyyzgkv2vsWtWIq3SDW+DdCxkLJuZZejQKjSxLKtkRu2n1xbxEWSjLp5ljWy"
    "Y8HrrXfUF3wQLvn1J9xhuzdVskOx6yl+OeIOtEIZvNWqzbMuERT4XLy76s3G2Of1xMgxLO"
    "22BdO8kRcb/qCeoB+UfkBXE/HvEmdzLDTsg04lxtj8PqSU7d6tDU0HaaFofQx2eo3hZbgr"
    "IFqiQ2vZdt2OmjUa0ROzdob+7NbwscIozSes+IY89FG8IRCxBlKGQjtPbCRZw6sxQHtPjG"
    "4mdBwhdszZEXlvNvOplxvw1dje0uNkaIArEg4j0UiFMucJNtB0HdVhnec1xqbPbZkQzQQt"
    "x9WLfHJ/MA01Abm1knJRQJjygZnCgoszsBQe5Mab8xO1KKVNCDqIhpelEYYlqkAkxVZWJ3"
    "MRpKsgopiLLWibIQOHTYWh7QvAuisXoVjQWNkDpvhHTqkh35Fkl6W0GhhVKtwaA48qANNg"
    "qA7pLEG+Rv+5iHk0yo22Vql9O5C4Y2SOY+zW1Zrff3IVMtdsMfCtaDhx6stbWZamIOMoIj"
    "Aow59+T9EvYV5QWmLhMHZ4ukQA3p8JK6u7dmuR722VzcL23SjTXEkGvcMtdYigvaskCVvt"
    "4cBSRxqSbDWLDx6JRFtI05RkMOqVw2W2Q0gqwxv4vkYIKzmuERlQUIJ3GxHINDUyWDkxOi"
    "MV7l/pG6wpwSUweQQgYeIGXzgGOgc0gL9iwTWFVCgBZ8LuBzsdYvAD6Xk/hc9OAWS82+dO"
    "nqyt0OFOnSrdMA7Eyo6gDqr7xRzX87ha+94CrSZwFa8R3Qx68PD6dzHvLwLnKeSEWY8fbp"
    "qN5xyMPJdDewUaX/ZeQsZHywwNjxVtiP6/P7ZBaikCG+ItR9h/7Xc/8XeTwOEo7EIvkmDh"
    "+Wvz2RzTcVRf+7mhjqd/TLnXhSNcbOs+mForZPnomm5sGPPsMVlqothQLlTJL09wLV4fjD"
    "49e7hw/o108f3t9/vk9bvm6tJfFD+dEuRPjTh9sHHcCtzFZFSjBbWWe2siWJKOIhW35i8R"
    "9dvuB3T+sv+HjcJMgG7r3gb5EcG3fVSXvqyBt2TdESy/D278XH8quMEKau+JmTUI5dkWDp"
    "cekf1Fzt3Uy5PzAphmhPBBJEFtlwUUEprwbRF91X2chtqTLG1T3hFTLoBv+CbvDg7hqs3A"
    "COGTB022jFsrfUqzjwsGCUTr7NHtUKt7EU8ZSO6jjknTtsFa+aLO5NFSxBbrRJbgQTUtcm"
    "pO0GaBzjnxEMUBa/biKLX1fL4tclWbwnAbiHRLjjSLJ1IG4KISCnF0LzuHKFsGVMuW3wni"
    "CoPAZS1kAQSBp2x9OQDvAYOUCnJdAnX4M+GQgmBC0rPeQpIavANi5b4m348HtIAor9u4hr"
    "9bHC81GdUkbSkZNpNrSBz0GMIKGT1BRbycFxA/LYu5/VmEQcb3js+cdPhL5DlIULsTCkq2"
    "Atq4/NWKBzPXQ4s3lJs9z70o94iIMwq5IJzge7lMgic5pL5iU6kM818rnYay2wVagAWV0O"
    "DVibIQ2gN9BqbsXGuQBlUoAX/CSnSQjoNmY9lUUhaH1Xlanq0OgA7l+V6QYKtOa8tKkAVs"
    "ysr5ycaRTO7bNRnbKZLIOINwxuk0HmbBYSirAMF0eYPxFX6nfi93gqJLQZARZy8WaEOEvq"
    "WmMUkCV7xr7QGCmaEoQpZUL3EaQhEyoiWyIvRIIZjlB8K0Lbj/LW/SFyeOXlLKzifWfx4m"
    "KB61Ec7o2ekwSgs1qls6Y8LJsE9ainw+vsgP09D7XB3rdfPpRk++16LyFX7aEoUg3QOXHe"
    "yMl5XuPlPC+7OcXRrIk1vPPm1SUz+LG7xxxe0//TeHxx8Xb85uL65ury7durmzdblb/8qE"
    "73v7v/Sar/BfzL9oDiKd/0QC5SgV4FRhZQVS2V66tVVa3ylO7sDpC9XXlpVN5AkS0egjYp"
    "Sz8zRdzOfz6qU5IW2YgGjjgpBQolZRV7vYQusiRSMUl1FbJGaXs3oX94vmz7I9QZlzieS3"
    "S+t5dNZuxu2xaZJb+v4v5o0DDoNJfmXg+beRhDgRCCVawLYyg5+sxZnCMDBlvN4D6U/z6e"
    "2tyk2/t5dbf383K39931ZbqFCpSwi6zeRRC6+TrYDHaDAwRnbNudmIdnqKSQ+KOUNmFOG2"
    "QVMli0EPZy1HQ1Ejx7jml94SIVgAoG2pPFEhUaeL0UX2W6Xl5jTcKI1Lt8vy083fEdgPx5"
    "N9NAV3HxdGxSIxeitA4QpaXHOpO3OsD5ITfVQDFWpFOrymDcu2S5YiGh4SciQOXaiq7lQa"
    "M6n4+3HT4JcuMbeICcBaZzkgtSiwRngzR0jc3iRCr5MPiGf5+OwnOB/EiGo3kcYcrXJMg+"
    "jWu6URYiV7p+4o90nqLjvFQbH7etNpsXHeUP0g24wHyhC4rbGWDAwWSVgwnqgHSvt2r2Ry"
    "OltUgHypUC7PagaepF2RIM0IvSfWWE7fFtgHCeZoAgX182qWJzWV3F5lIFGQfzaCmEDG4M"
    "dZkSAG8AOLhe84dGkzOj+sgoNV2OQofpys9Wl0bNkbyoLGp/JIeDVEUNIkpl8Z+Ihp6mbP"
    "2eCicqMThE7XaIgt97qGy2pJjNvSsECy/c/BqwZ8+NFX2dPaU4ZrTHnBKPnqzyw/dbUyh6"
    "XBF6/wPK6LLcvkTlRD4JOfLEfyvCVj5BPpsjj6Lp5p00bDyzyFkQHhtEKJsyd4Mw3awXJC"
    "BIfENdzO0RXmgclws1921QPKHm/knUUI/zSOcMqYZ3RzFAgMdXTVQiMaoS4vhZKTWrqq9o"
    "TT6nX91WFJCuR5oTcabLf7BPNKDXFVutmgGqruYlOJOqq2SJPX/iMvGPWV+PEiF09niBDi"
    "skBR5yubAZFbKukAuZ5ti/Y8wnmOoZUjWFujfEHIdiyPaTI++Nx8eHAkfu7pUs549ff7n7"
    "8Onb85g9u9Zs5eTnAnoT7ARGe0JPDRvjBRsDTJYHzRYBc0qbld4Lc4qOzVPTsg4lQnDEQm"
    "UHCBy2NE7N3mZN93TKIur+QHzvmQTaIuHqkFGtSTUZLP/C3ei9FtX/3QIUdwF/orKPKKP+"
    "BuFZSJJG4GsWPIkfZfNwcfa5yAvfIYymWJYBX+INkvUQECfipbK4Wjwf/wZJkU9TvO0YLz"
    "S2qAbEIQK0JABthP66E5kKT8DMapOZFULTOg9N86O5pwmArlYtdhQD1C0umxivL6uN15cl"
    "47XrzdPI4aYA7yi6AXj/SdHjYB7pYGtlRFUIW9pO+3MmHMp0mr8tSwzY11enQAras9XaM9"
    "igDmqDkjW+JkL05bp0pLpw2wJZK6gtO8QO3sI9YA7hvNWRpdJCMzDbjixb4qfosxfiFHyN"
    "lr99OqpX8Avj9qr2j5TI8KQwi1mai+tV1gZkUnGOFWueBjO5rsCZCxV75WOHyPilLL5phG"
    "Q99O/QfSjGsidCv+FSLV8g3xNzyTimsoZ/xPd2EDoltf3CkMSLu0tUA4XfFoU/xxmDS7FI"
    "NUDxo3s9KoGsjSKlUkIUyqitKsV8IwE7Gz/ABX5+3US+VmWLfBn9stRnSe2g/sh7BmbE+M"
    "I2PqeLVGDt2ntKJzKWJhqnshVEjuJ43SDODwVvx00fY/G6TUBAiRC81xBS81o0bKiz++rY"
    "jB2HrNptZ4UUDGa94LPxjVimBBFZdZQ9C3G3nZ8sTwk7yOYdBIGQEAgJgZD7vCN/ZtMzjV"
    "tEfjyq84f8PR2wzxFSDWUT98HWce2KkVl4YAHMJzFe/puMLD/fzgB526c/S0Y1/gUIKOxa"
    "zMm2RuMAhnT8AI3Y3QcT8mj6d+Lo07RrKrQXqGDBVtRfK0NaneNYIILUxhekNrrEjVZE31"
    "uzJka2QNVJ1JNFjoPzcaM20uOaNtLj8tkB8XsHK3uXCoolcOv1+h0VmD+tVupxGJLlSndD"
    "VPrd8iTHc7y9OdTm6djx5gqtaGEC544AwFTB9AnmmoO9ps1URgCiYBFJGbY4iVYtjvIiJR"
    "znVh/nPubhhASBrrhMtThUpBpeoP1BhE4IA3gVO2rmUY8vWvFZIQXvlm18tiSh4i+yasAP"
    "JG4XpnEd5B+P6lwIcfUBweXtyL1JFfHUaLpBOMlLSDIZ4voFsnJBMpVMVXgXZykk+QqyPq"
    "wMbPwOydyImILGyRB8wdayyY7vo6RCFpc1EWSnnfiblXMrjv96bY+fiG+DX3Nhm2pfH/Bu"
    "2OTdsCcq1ypJp/u4XBBzBnv9lRQHTsTuMGe0SgustprVsvZ7Kz4XCEGatZnHOZGmqWCSI4"
    "E4rfo4LQlVGVrjKK2vfNCNa3MLSt94+TTa1oNHn4ibNfg40yhcyohRnc7lx2MnXn5wk8Yf"
    "2HFYREOE44TxrBuHVFSkhjNCybxSN5L6jlBfSPBO6DKI/FHmpKJY4VniJ5Imn8vh6WDiz7"
    "SdPw7/Rq1yVYwoSl+bxZIl0Rugap38sBvVqFoZl0rI1/jXdyQDVLLGV1cNtCwxqqZ3whXo"
    "Wa9SMIt1pahdhR6VFkRwmzkN6RIHaDZdEB+agqqQAawKrKAsQlKPDQpjk6Qe3XHQAba6fo"
    "8DRVk5DfWquXo8gLWjr9YO5lSW6ts+G9VaOPKjDpudVjgAsj6SkFl2GvkAOoI2MQU06qJY"
    "00Sx5G9Ny0ia4JsjOR7EZ4das0cI3fsno0YLOBs/wAXcfcCAxyeyptyzBuHa9oYFuiP2NM"
    "xO7N62NARDA6hwtkjB9tZleGBz8bk442mco6IRhnPPawViJx4z8dm8obcPJRTS8+aFaI1l"
    "EWjfHaF14IUhobJStAx3FNNQjhNRMXaxLbFL4m5RQlJE2BeX0AjJovhoxgKE0Xrh+ZqC1Y"
    "d/nbEon3vVJKtSvRAAiz2wa1KlDGoj+d9588o0K+1Jp0mxSlf1y4T+Q17fSYrVn8bji4u3"
    "4zcX1zdXl2/fXt282eZalR/VJV3d3f8kr5TC1ZPdMTU+QYpXfMHMnII5mhNLUp2JT5dvmh"
    "VCqKuEUBJPyzuh+TIv07bKKrTML3TMRW+JYGUZB6CCivVlwKGCygE8jjgg1BTSAhEgWkQ0"
    "L/eVMK2Pf1BIIdLFuvgHSxLqhC7n0R+x50dBla63ez6qd36IkZNZbuhede9LILPU2AwJBS"
    "oLuhwhoULNArZMPkzstSMUPyOuUK1kdpuMsNygtA0XwtRFYlSIgxBxEkddkmVZ2zv42/Yr"
    "e+Ccsck5Y09bIYuqTnVv5U6PBJNCL3kSKPVSKvXCHBlIL44ozzcVDFRaCIy0TTAoqNXJPT"
    "ThXmorNwp2VomB17bx2hIh8Bdx3OqEv/jzWqFvmY1o1JQyyY95J8QqHEqDO8ebuPDAXApf"
    "su9jZoVfCCFLiF9MCF4jNCUOjjiJ02i4NMmLQUxoN5kMx/WdKA/5spe0n4QIHauEQLBcgu"
    "WyRzFPPqbzCM+NYnLyNAMEueMqrgFxvJUnrZJt+qDqqFv2Qu3P4XCoVqjP2I8Ib8WHEikw"
    "oSUToGL04c4a4/KTA6482X2fBMgTbnOO9EJxLhxQJAz9VmwuUoJ5xDYu22IeIcspCfjCW5"
    "3pjCS7p6NaU0lxXKfpQYq1IUuwUouFVBslRpA8ZJ9pImC+keCVjR+g3NV9CJAT8ZAtJxIz"
    "U+NPiRIsQP1TGc52GTS9XL4g2w5V6rEmrrZHjDWqjCJ3vnx3i+ooJVI4+qFASsdwQnbdCQ"
    "qkQOWOTip3VB20HUD7qzJdL0/XBiVnSldMAWnxPdDHrw8Pp8oN/YVwjvVpodmjUb0VZDeo"
    "axMIo5Tk07nI7yEJKPabmEIYfSYBxzlqLp14YBqx0zTiekHCahMts0A0QCNJx84poZgszL"
    "xTO4oBotu9Dp/AJdsXG0rMJULQQiAE6WghSFPmblrFZCiELSMybIP7BCEZ4huEbQOUyrQQ"
    "GdOSDXn50uCwUciGF8kxblTpYVxT6WFcrvQQkJW/ERL/pCXqVfQAfyP4pYcmMiq1t6MY4K"
    "16Pm4iDI5rKu3pAW4TxJInhBgWm705cfSeYJ1r5BwtUg3vvLppclzdVJ9WN+XDame6MQsH"
    "25KBW9TqjQTe71fB5tTO0cKnWKYEE4lFFbt6tGlMIFUdEI1hVQkB2jK0qn/GAFyVFOCFMI"
    "PThBnkF2MX+CrTDRXl8hbeH36wO1S7AHqBxWz++8Kcw0W7eBs1WNc5easDtBtG0dgpl+3F"
    "tyybWhXh8Xgrvt+PfiySl2I8dg9HdVEeTP6Nk1k2rkndb4GaUL9RRGWr3TXeIBzmmu9+j+"
    "IQ8bj4mjgKPPG3BCPEBTt8giI5pSzXvfRoFBJNPZADzA/F3s6sE2lGqDpiZOVHc88oXGRH"
    "MUADdvfZtpxwbi6dF6lAMNdl0hiXKCxSQYlCZe2WSxRmR367UhNlYghtGLX2qa888biFZb"
    "dICZZdqy27Ldt6Q0fvnvAXrMvDzVsbJryQuAYWZRusQ5C4dghUe5S41leI92Wunbi79+NK"
    "gs6CM51VM3s2qjVq5kftNWl+ZksiA97ResFQENG4TwRyycpnmyWh4Tv5e0BkRWLK0Apzvm"
    "aBizDdxE0nRrEpUj7xsSxVTBFGydFQtm4e9lVg6OyXoZNkNbkbxxdmBIMzFI2vGiW/XNVk"
    "v1yV21mIF09M+7oXiAZoTu4+hhN6Yx+5NzahAfPldWHeEadE2UmQskUHSfcW5x1mrdq4aM"
    "jBIGa1QQwilofK5pLZ47QKzq9Cvn8im7MaPScb0kjdmaxyo/e39BOaxyqa+p6DFtifyXZ7"
    "mKJsrm84EjONZL918SD9GppOfS0nAVWlX6qKONpccYd5FcmctWnMKim4XEctXa45KE0lPw"
    "3p4JTI7mW/5GibpGdq8zVfpIMF33bBc29OJ3E3Lx3+88qulEW6wfSl/NN4fHHxdvzm4vrm"
    "6vLt26ubN9sGleVHdZ0q7+5/kmplYR+U9UyhoEuBJ1pNiO/NvamuxvU+DV8zwRFV/RPthu"
    "5U/RRB2Qd01Q78LSnA3hx20AHbMKAXOmCxRRsPJy0DnFRaMOrYzOmtimymPSpkEDtSHzuS"
    "97u+0BWfd/T2E9q9bnhlcdnogv+cxPyf1ViosiGjRhYqnhu9P9eoYEny2fyPHo095ChkT0"
    "Q2/OXEn0ln+ZPY91R8Kh8uEfYZJZrUohdPB1arflmtYr4am0qKVGAl2WslAWn5VchQscTL"
    "idgbLaXlHC2w2mpWQ27Pq2BzQJ7ZU6uDu0gJuq/NXAbdF3TfI0PbZ923JiqjUTSGURDGrQ"
    "yQQCvsBUk090osBxnmjRy2XEUhCRALxG+cOFHghZt49Le/kaks7kH/8D2Ko8V9j3CpveYj"
    "MUZovfCcRRpJLugDEuqqbRz79aBC90uFhsAPG/zgEPgBgR+vasFD4AcEfvRwN0DgR89hFy"
    "+kfMWCUNNA48+fHz9WeAwKVKo1xHNC9G8hJfODnT6ngV3iUYA9u1C3R3+OAe81B7+c4E5h"
    "gGm6HmTqGWTqgaOmzTrvncEPwppeC6ehFM4hTbpQsKWTgi0nNeMKycGXNyo5q7bn7saMGh"
    "h2J05h+F4T728LWb+YIlloWRpiHGn3RmvMERbTuTLMSGqt72RNEPJMAjGWr0kgTaooQTOp"
    "EhKw9QhxJj/2eDpIkDOx9sqG3WO9VNveeyr0b7FfWLwlokBsOlLq6g1WXpusvBmXDATvHM"
    "kAZe/uW0jnN0VTjAsbaXggHyASLTuazc3kJUoAvElxjF4FCh3TQ9F3NcOSWgm/4tAjseyp"
    "kd6SR3uEtt2gfaJaNW+1Yk6h/qOTtJ2J0U87VSR9Q+LjRJV+FOLY7Z6OHCF15oLpRXxWHu"
    "LxXEVzOQKkK5ukq9zaMLiOtstpePdQ9y0tNHvORJbVUg8Q+AM4ygvQtWnKUDUDOM9HLZ3n"
    "uevEZBMUqIbXvPoAaz9GrNWaVyhbrnXL8D7BUpf/tuKAQggMaMkAH9N5hOdGpqM8zfDOmZ"
    "smXttqpy34bF+Niq1j83Rj2opFJYT26aVIqsoLYk8YVfX9cMAYqu0neURNDRanqZoDrYSg"
    "OYslXukmzVlOZNHMNxnRmTWVJiQ1tk11ZKcGznqTZaFMPpgcT3PJVZscofXBUQIq+YIFoT"
    "HORaoBAj1u1MyjppdHydQCPSZAlju50AGyHMhyRVnuE3HYMwk278WvOlmu8LxWlgvSkQIN"
    "t2Fg4SMlsqx+SCha4w2XGdxrTyyQKIxD92Ib8ztEsLNAcUYcr4gVfME8Wr94LiBU/jF6Dz"
    "iIizaJizs+GYgxBaIBSjHdO4ygl7bRgu6dERfSMSAd49TCkqXpGJ8IZ1HgVEhJ6bM9ElJu"
    "VIPCOgFjy6R8jUuePYcIYQaHiLMlQQIi+QlHlBBXVxXHiNbYduYzB8vvmf76JEaC/cwugQ"
    "jSkA9oNYsXvAG42fgBgtt9JCRYysBSdnIp5YUue+WCbAqqQgawggHyeAZI3frtANuH3FQD"
    "RVfZtlYZeD8n0v6ZRmvJHo3qlBaeG3RE73zohT545q3ULLasaSr9bgkGKP4eyiNvDLJCNk"
    "Cou/fJu1GQnNtLj0ZpvHwR78oyjTrS4xVrPCTmSb3G8fnl28ubi+vLbZnG7Sd11RnLysU0"
    "ms1IMJmSmTj0WgBdST+Y0phdQ41nofh/a6RL5AC0CjQPyaoFwCrZ8YA9v+oJsqtAyJoSIx"
    "ZMxF+oK2JZCa+WthXGljkYuwbZiYKAUEdTGLrGVZ6jGV7G00UDyeKiUrC4AAtmJc5gwQRT"
    "G5jarDIF7Uvf0A0bNTARTYyzOc5+WzA0F+cdj1u0xLOMEKYuWsu+LLqigHvH7y90k33ddO"
    "PnvvQkMzZBmJ+ltic46Dt3VakbwABYDSnAq+qKhdOmKbLKGQWggnByEj9gzvvzQmhzzqaB"
    "Ylvcs/rQxaqDtwOAVXltoChr7hybokTTZV4XLKoOaSRbm8aOpnRxjKdMdyEom0FmymAkI9"
    "LQjAVxgsx6wXyCpj5znnSxpC+ay1Qez6ae7IJKQRq3VBov8qqEf7U1sUQ4QHdl94GRoPyA"
    "dG4rqCCdg3RuNbZNpPNTiYycJ3+0RlRMHu0REXeDGkiGPpv/0aPfoS9CWAvZE6Gy8zXxZ7"
    "I9yhNlaypbq0hJbhqwNZeNVfw4fbrYKVtmzepkxY5nh2bb/ZIIY5Yb52EXqaC5syIJltOw"
    "MedRkJ3oDcMjCjRHDD1RIT5/AaxdB0JAZdLXkNQed4TkRBwxLbtJ5miB1Vazul/dfIDNLd"
    "ksIylXcXvwFpwuEUNJEpt5HZBn9tTqki5SApdt5jKj/mbSysBZpoT64Uo4qisbqIamddkV"
    "soOiaklfO6OwmbTpT8780lTf1dEOL6h6fHXVJGHr6qo6Y0s+U1K2SAt7fYEITgctoqb1Yh"
    "Sy4znwzsoWsc6WbPfZnJSEaxY8mSCbIxneoXDZpLnMZXV3mctSexkoWQcl607tXLK0ZN1n"
    "waN7+qMfy9xl59Lu6ajWvyTGTTw6mWUjGzuZEA4RRpm0k5Sg8ziKqPxtjTffIy9EhLpJPd"
    "6RrNubdw2Jh1Myx1R8PooL+srnhKI0hbLa/XSE9xoXtNjKfMmvOXMTlLewyoW1igJBYSQL"
    "5UgGGMjUcTs4cVWE5qWai1TgItzrIkwPM2OgVboBLujuwabyHjGGukgFQDcA+pkEnpisXZ"
    "9mDTG0aB61bJsakDAKBHLMZMUXiAa44MdvmhgQxKhqk9ebctgvRCm8Bg8IuK5fBZuhg8aw"
    "+QtJGodztZlmpxfIANZS7kvsfDTOfclTgTMNUl8OnPpSkTud7O0OoL1Pwxx+zU05UJCVE3"
    "E/zJWxDS0SjLYz9fJcaJBflD8XrfIChXg2+4L505nOCbR9OKr1AclhkzAbt9cD9JktifSb"
    "zKUfhgScUbSMeIh8xp4QDr8XHy8wdf8oO0aOxC8OFjq0i1Nfjeu5iLIQYcrXyfO/s2n2SN"
    "fv6PCvM/b3xAZr+UNOCRcUyqiihg61zk8jE1U7g6DRzyHz2RkV+5G3aZSiIQVRVHEAie0n"
    "3mIIbJEKMC1iKu4FQzx3FIClGnfoRisyeSJGdYiLVIPzA5+Pm5yyYlTlMRs/03jcTUDeEh"
    "wxqpOtCD2UbHDQeAZwz7Q5KHpn13UZJS14nCMDu73N/AW7PRhDbbEl2VtC/AsLVz9iJ2Ta"
    "yuG5p6M6a1Ioxk1mu4ENAopXAZsHeIkYlSaehSxCmHS0XrA1R454B0fffvrxPboeX9z84V"
    "1cRUYIiTLsN4n2SeqEE+ws4tHif5HgShwArAskPvj7oLJNzyxBZNMq6KxIB/Fmo5bxZkkh"
    "jpCsdPDPK6veFMgG08nqT+PxxcXb8ZuL65ury7dvr27ebEvhlB/V1cS5u/9JlsUpSF1QJ+"
    "e1isCMzrxg2Y7RCi0oOzZz2p6cyZPa3jpUc0zE8X3ZlY+UfGHifwfOrbQB+o4zK1+k28Q4"
    "arSaDN9qfSb+ktiJRfxGCk01TKAW9EstIEvs+Sa29S3B4HwX46tGDZqvajo0X5USfmK4Jm"
    "nmThvBRDsBSCc2Sycz8Rca1yMpEA0w/KL70iQrzPmaiVvTNG+xRDhAuA+SyQV9YY/cF1Ys"
    "0Akn4tVuztxsALyW/ogM2H6S54CpSHmajrxgMhrqVf0i3bc7de03Ml0IBeI2DMlyFZ5pFD"
    "dlxKhOhVsnY8Wq2w3e65b6ma3jdlhhsJFtDcSk4owOZGUZXZDy3tHGMcbpFFmFxvS7Qzix"
    "tdqiyiGTc1GlhZPRupNRDbqLeJnJlZ6qHUErN5Vl+mjXrRpIEOiktxo7S0YwwBqKnUfiu1"
    "GQhNIvTVasQnU872qP1i2ElR0gcLwg9TQFVSEDWCFa7zRd+7KF2AG2qYbzQ27GgYKs7F6b"
    "8mtVJlRronk+7VdF8+tkvy76KDRL8kxoKEMWZTTiGsdqptQ4hYq5YgLbsk7amGp/G+ds+F"
    "Y33SbqqE2c6wkhJfb098KoRoe1J2/r1KLigf0zkHuc88Y0csbU+GJKOXHR9O/ECQ1lyCIV"
    "ZHSqDsWAUFNIC0SAqOq/Wq3En93GXKiQgrXQamuhmM8LtZV2vpDfK8wveZohGLnq+Pnhv7"
    "4UWJkd7fqcgmx47ip4L9MM1ONq4zPstsrqKNO2zOzoDw8OldjRh+z0owk65+NG6f812f+q"
    "oCO0KW7WnWxHcdKmTv2wnKdeOROzeZ5kMBlJnRnMqbjvMi98C7FHQw7BnjZLPhAo9CrYzE"
    "kY+q3YXKSEzWwzl8Hb2bkJQLGONwVVIQNYwdt5Gm9nthA7wDb1on3IzThQkJXda6G3c8uE"
    "am9nnk/7vZ35dbLf2/nbggREVmbBQUhly0Yua/puy67Ibo48mm5JkGBNtJRuzqwXpOC+E4"
    "l1gzDf1m4JGVriJxJTpwaessf0qG82jggG5+npr5lRjfM0CvxW9sYiHVSRGbU0Nma70cTO"
    "nqcZhMnx2Ib2Zxx4EgqNkezPnx8/6lEvEKlan+eE6N/I93gPI6Nr0Jdo1KOvAq0seTmBin"
    "4c3mNi/90SDGKxH9oALITWIOQTPAt1pTxqvRgFugGC3X1IDCdCwAlb3aAlUrhE216iq4A8"
    "eyyKU2PbsqN6DnCkdsSWiIa60iT11tbKScDwarPhFZzoB3WiJ93nzV3pKt3gHOrdX/HgD3"
    "wVBxZeeTIY3NCrUaQCpwYkG4KfyFIXhqmfKN3aHUB7u/L+QoacC1c8Ba3qD/AbC2T7sA+/"
    "OyT788vuIXXMqNY/lIyekMLwRulw8qqXeW3rhecsEJMeFLRgUcDF/30XfUsZJd8jx2ecuH"
    "94h9aeWE1RKH07cu44tlo6eMJ4OEczFsQOmrX4laBkfesz6o71YvOCMXgDHiG7PEKSJVpB"
    "t8IZgXUJdAXptr8nnw5aKa0qYs5afEu2NvIm5Ehe5EvoEXAHcSaAhNl91lzuzDfNnSuTQg"
    "YdyO8nkd/za7EDfH9Vpuvl2t0LsmYDWxXrlcjeP0vRtUaST543kuIX26ENen6tCXnyN0gM"
    "JKGQoz2axEf52CHfcOQzB/tojX0fSdHnHeLkWSwRHy3xRs7pSwmcxdL4Rtfhq+PZjWVxDe"
    "/lVwIR3ToRPWNLCfnPS7EQKvO8cmRDKo12MX57vU3ykr/U5Xd9/uX24aGc5BUHP0yWHo10"
    "Xqt6WFVawLaUMNAS2SIl4Aqqz0EO2lxPP3HJxgUkzUBVyABWWzXK4cALKuWrUyn7inJjnV"
    "J3EncA80NuqoFCrFxANqnstyTwnMWZRllPn4zq1HS8G2NNC7tKcVV7PWnE1JSDL1NrDy+j"
    "vrCCRrX6+kwCrt3a1XFrOZIBxgeOr64aRK2JUTWN6q5KhWBWms7U1QinwweI7nmjzlnnNZ"
    "2zzsuds8QbQ20aS7XLL0cCLj9Dl19J3D3mZfaf/w9sgabI"
)
