"""Row-level security: a session sees and writes rows of the clinics in its parameter `chatbookr.clinics`, and no others.

The parameter is an array of clinics, or `*` for work of the host itself; empty or never set, nothing is seen. It is
read by a sub-select, so that it is evaluated once a statement and not once a row. FORCE holds the tables' owner to it.
"""

from tortoise import BaseDBAsyncClient

RUN_IN_TRANSACTION = True

CLINICS = "current_setting('chatbookr.clinics', true)"
EVERY = f"(SELECT {CLINICS} = '*')"
AMONG = f"ANY ((SELECT nullif(nullif({CLINICS}, '*'), '')::uuid[])::uuid[])"
OF_ANYBODY = f"(SELECT coalesce({CLINICS}, '') <> '')"
OF_A_CLINIC = (
    "allocation", "api_key", "booking", "calendar_connection", "channel_connection", "consent", "conversation",
    "external_busy", "field_use", "hold", "inbound_delivery", "location", "membership", "message", "oauth_flow",
    "patient", "practitioner", "resource", "service", "service_practitioner", "service_resource", "staff_task",
    "webhook_attempt", "webhook_delivery", "webhook_endpoint", "working_exception", "working_hours",
)  # fmt: skip
"""A delivery is no clinic's until it was read, and what several clinics' patients wrote is for the host alone."""
OF_A_CLINIC_OR_NONE = ("change_log", "cost_bucket", "data_key", "idempotent_request", "job", "mail")
"""Rows of no clinic here are the deployment's own or a person's, whichever clinics somebody asks for: ids, numbers,
hashes, and what is sealed under the deployment's key."""


def _guarded(table: str, rule: str) -> str:
    return f"""
        ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY;
        CREATE POLICY "clinics" ON "{table}" USING ({rule}) WITH CHECK ({rule});"""


async def upgrade(db: BaseDBAsyncClient) -> str:
    return "".join(
        [
            _guarded("clinic", f"{EVERY} OR id = {AMONG}"),
            *(_guarded(table, f"{EVERY} OR clinic_id = {AMONG}") for table in OF_A_CLINIC),
            *(
                _guarded(table, f"{EVERY} OR clinic_id = {AMONG} OR (clinic_id IS NULL AND {OF_ANYBODY})")
                for table in OF_A_CLINIC_OR_NONE
            ),
        ]
    )


async def downgrade(db: BaseDBAsyncClient) -> str:
    return "".join(
        f"""
        DROP POLICY "clinics" ON "{table}";
        ALTER TABLE "{table}" NO FORCE ROW LEVEL SECURITY;
        ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY;"""
        for table in ("clinic", *OF_A_CLINIC, *OF_A_CLINIC_OR_NONE)
    )


MODELS_STATE = (
    "eJztXW1z2za2/isYf2k6o2Zi2XGyzZ07Y7vu1l0n7iTO7b5MRwuRkMSaIrQEaUW72/9+AY"
    "qkCBCkCJqSIOZ8iWMSh5KfAx6c9/Ofkzl1ic9eXvo+dXDk0eDke/SfkwDPCf+P5u4AneDF"
    "YnNPXIjw2E+WY3ndmEUhdiJ+Z4J9RvgllzAn9Bbp55zcBwSxePw7cSL0YiHWeuIWCQcopH"
    "Q+QC558hzyLYrwIwnQhIaI30Vj/imPAzSOJxMSMuQFzHPJOyTIn4hYwVBAnghfzP/x8eKl"
    "+DYudfjX8YLpvj84Drx/xWQU0SmJZiTkH/+P3/hlL3DJF8LEr/84cXwv8JyR5wqC9Itlv0"
    "U4jNho7gVxRE5+E6SLx9HEI74rsWq9Ork+ilaL5Nrnz7c//JisFACMRw7143mwWb1YRTMa"
    "5Mvj2HNfChpxb0o4HDgiboF9Qez7Ka+zS+u/jl+Iwpjkf5a7ueCSCY59sQlO/mcSB47AGT"
    "kzHI0pfQz5VwrJS89lLwOy5H/x/6bftEA1Gn24fxh9unkYjU5KW0h8I4W56SWHBmL7eUEk"
    "MP7PH+vnbvBJrp6ID7j+6fLji7OLbxNEKIumYXIzQe/kj4QQR3hNmvBrA7rMqqbgy1RdMi"
    "G7sOHC5s3LAM0gswzkAqjSji/hehtEFbCqdAqy/FseIab8+/If3w1Pz9+cvz27OH/LlyRf"
    "NL/ypgb22w8PCrokcFtgq1ABshpkPTZanwRlXK8o9QkOKmRxkU5BlgtJf1fQZgJ6v4Lg6v"
    "7+Tjx5zti//OTC7YP4nfJTeK1FfPj8/urm44vTRFbwRV5E9ICLE4R/C0PpK1M9Q/qm+Nmy"
    "nbsRvpIm0hRSiQjOMwXSGeXUZoAWSGCD/vGHUHonj1oNbL31ytj+yPVKbxr8hawShG/5N8"
    "GBoxOxqY1znT/oODfp5uqG8yFe5paC/JLyv5//1WQtWT/efHr4eHvNxatGunYA7dXmSUe5"
    "Y7dCKx8pErbXl5+uL3+4OSlJhA5w/Sl9TD9BLchACVH++ejD57u7k0QsjLHzuMShO5Lkg7"
    "hDh1S5kq8t35oP5+oVHOBpgo74M8SXzpwhC4+z6ETnJlnfGdS6SBbe6DFdtNU/8is3kxPH"
    "wyKk0xDPEZ0gjBbczOEMR3O8Qi59iR5mBEVU+Cm8iBF/gjyGHgO6DPhVFPGbGQH2+bPeoR"
    "kJCfI9wsR6NMNsVnaQ7PWTjT0kTkjEdh/hxOzg18AtYpVbJPlZgv16hkM97Nl6BXj+RY/w"
    "POaS48vIJ8E0mvFf376qgfj/Lj8mKL999a1iAqV3hsktWZ1chGTifTGBd0PRQ4CH5w0AHp"
    "5XAixuyQAnEm0kpJMJyDJVN0BvFx57g/miCcwX1TBflGDmu/LJozEbtcO7grwV8KqG9HXg"
    "HgeR55ch/4HjFHlzsgX2nFpB3E3JX2b/OVoNVYf4w+17bixdvv9FcmH9cPlwI+4Mk6sr5e"
    "qLC4U7+UPQr7cPPyHxK/r7/Ycb9aTN1z38XdgPJziO6IirVyPsFjHJLmeXZGe6Q8X3L3H5"
    "50/3Hyrc6DmFylnPidB/uf7GjtHbW8NUgYXEz+z1efH+8q/qm3V9d3+lMko84Ep5zbJIKN"
    "fejOBX6Z7FhON5sXbCA28xCnEwNdv/EhG8As+Bn43EN3Ii84DIhm6PAZH8ytFGRMiXhccZ"
    "khrGJue6TAlnus1nuo9ZNIpZ7gAx4bNKC5y2mdOyo8uEzzJlB1w+osPsaNk8XpkGXlVCCL"
    "4qJyI3V+ljqzdIpgQ5afULBFkLEGe3JG7ZJM5+mMhlFofXhC4LIfrq2GUhI2Br7LIaVk20"
    "TwnvhWRCQiJ20W9bMqXXGZ+bMOAAbY0UlpYscOSRICo9UrOykCheXg4hSJtCkJs9VMK+Oq"
    "YgEfUwVnY6bBBMOB1WBhPELW2utrl2JRGCeWK1dpUkf7dwKW3IgMFWM/jf/EQzkZPZ+h6K"
    "yO7jrVzSRbEmAlEN74aihwB3fwY9kZClJYcNq1kKFPurZDndFbwdl7EsMX/wKCRz8ceEmo"
    "1bG7vRUEMExyCC42D+prg4HAkhYCSUy5QgPRpIDxwElBs/3EY0lyNa2v1JlFdHIlEc4RHy"
    "/XZxDIUW/LA2K5Ibbo1XZrJLpuski6/ngmuNGT9qMdMJrW1gFwj7h/Z5k6zr8+qs6/NS1n"
    "VAI8JGjPBDVuPOu/ICHK4qktsVSlUdWkXrVKPjwrtOG0rTg3KBxWG9uv1w+fFveTJRLrXu"
    "7j/8+UqTTnT1t4ebS3XDQzD8qzhD8pi2kVCTqEDzbXKA2JB1cDxizaSIvqDOmGJbJgV0oU"
    "XBriGlgbBgs8RzI2DLpLBhK0sBTJBVyGDTqoVMUuC+KaoyFYBaqg4r5Tg0RrZMCvCqwSAS"
    "isaCpg3jJCoAFVLVDtMSJpWdHUD7y+ZJPcVWPmcagFtUpLrYvMrjjlLx2r6Dy9pnRbMYjR"
    "TuAOVPmyf1dB/LZ08TIVFQA7qQFMrjegqzRnlqgHWx3fIzcb4rPKqnGCsGlVW52ddp9J6L"
    "7YA4VY24NasGdRnbeU6AIxPsMntbZwb48dRbf7Lj0Hh9Km7J7U6/MXR5sjbFesPVpk76DU"
    "UPHfTdxxwLL4sByDJVD4Eevm7U8ul1Tc+n1+WmT17kG6Vb5QT7Q/hkV/JhD/g6IXG5OeTx"
    "P6pVFF1PD7H09rH0HM5164d2YXX9QyBJy+YAe0gm/Gkz0bC2VQswHT1w3GaO52aAmSahkI"
    "Eq0eyoG8dsNSpgZ9R9SksMXaie0YXKOJG+z/nzwyZGyrDaSBmWjJQErRZZqCpd79To7jv/"
    "qi4RI11NoYUkSKtPbNdjz+G2hhw0NJv5PSGRM2vFapkSuHwMXG5ldpWIgdc28xqyVCE3zX"
    "54IY3qEGlUkCGxgwyJfNLWgQL4M9E0/CPBbhIVL4fui/cHtUH7ZKUwjbOlWwdF/USX/FaI"
    "GJ2TMXVXYrYSEg9IpjD5dCrmN62fywbJLCffR+tty8rDn579tO0DnSCSb1Mk/7Dzmiyatt"
    "J9DJ9zwtNnaNWkSRRoeuiD7MYxVtJcDif2A+JvSdsqLdp6APDlO07aapOUldL8Vu6zCdla"
    "lst4yNaCbK3D1K2/bVS4/ramcv2tivU0pPHCEOkiTf86nuwEZkiKK+DbRGCc1oROT8uxU0"
    "iKsyopDjIFIFPgELIFMgXskS1HF2eCTIGvi98T7PlxqBtpWdmmtEgC3UnV7qQLnIzDazcN"
    "WaGFV8fmVwdC8hAztiWaae+UqBR6nRs7Z0qN73qzplN/NcQPLfYtHzZ+aJXZ3L0tB8NZdj"
    "icRbSEMHNxbij26IcgwZ48EU02b/XeLQW/Q+8JO6tRHGo065rAk0zWO3/P8FUz31qdc62c"
    "aDAzlBM5Qe/wPWvSKvmsulXyWalVMpmTkAPC92QQz8e6rL1qnHW0e4T89HS4pwjJRZMAiW"
    "r/FeIjFyrqdEECUWUckS8av1Y14ipd7zZ490rGjPLnzL0gjow8SyrZHqdpHYt7KaCRaJ9m"
    "jm2ZcH/oXhwLujMaev8W5jNeme1bmWx/yJ4PjwRZJ47oZNJi35YJ9ygVzs+PZefmNf5JM4"
    "2AMNYG69qH7BH310eCekj+FXthMo+Hf5I7mmAnohp1rnbGYfVDDj3q0NTRdpgRhzDHp6/R"
    "FluSsjmqJHG9l33Y6a1BrRO7sGhr7c2vMxwhjNJ+z4hhz0UrwhANUUBRRAdo6UWzpHRmzg"
    "U0/8b8/5yEzeiSIS8q19908sTtPnQ1t1sejBCHfEMk71DIpVzorl87SOq2yvFe4FJjt8+G"
    "pIce4u7Tuj02moY4iLS5mXVagky4R83gQEmZ3SkI4s0U/hszkSJTwQwiGdP0oDDEVKYCTF"
    "VjYnMwGmqyCimostapspA4tNteHjC8C7KxjiobCwYhdT4I6dAtO4ojkvS+AmmEUq3DQF65"
    "0wEbEqCbIvEG9ds+ZtEoU+o2ldrlcm7J0QbF3Ic5Lavt/mOoVEvC8LuCdeepB0ttb6aanI"
    "OMYI8AY8Y8cb5Ex4ryDAcu5YKzRVGghrR/Rd3de7NcD/t0ys+XNuXGGmKoNW5ZayzUBW1b"
    "oMpYb4ECirhUl2Gi2HjBmMZBG3eMhhxKuWz2yGgUWWN+y+TggrOa4XEgGhCOkmY5BkJTJQ"
    "PJCdkYX+X7I2yFaUBMA0AKGUSAlJcHAgOdQyr5s0xgVQkBWoi5QMzF2rgAxFwOEnPRgyu3"
    "mn3u1tW1u+0p0qVTpwHYmVLVAdSfWaOe/3YqX1vBVbRPCVr+HdCHz3d3hwsesugqdh5JRZ"
    "pxfndQHzhk0Wi8Wdio0/88dmYiP5hj7HgL7Cf9+X0yiVBEEVuQwH2H/um5/0QeS5KEY75J"
    "vknSh8Vvj2T1TUXT/64eDP07jiuceFAzxk7Z9ExV2ydPRNPz4Eef4gpPVU6hQDkRJMd7gO"
    "pw/OH+89XdDfrl48317afbdORr7i1JbopLmxThjzeXdzqAW7mtZEpwW1nntrKkiIjvIswV"
    "Md3pnt2qPdoTafuYruo4H4g5dJFszSwoqOb9wPkK52ufz9f8BWicAJUR9LDo6aJJmshFdZ"
    "rIRSlN5EiyE3aJcMdhtmXITwqudaQHQvOkG4WwZcKNbfAeIOMmAVIUiHEkDUeHaEh7KEZ2"
    "0IYeYst9VdLlOrjIC1uWwRUpIeXKNi5bYordfIlIGGD/KmZae0y6P6gzyki6cjTOlm71uF"
    "4ivkLMXk+cnMUptN8wlDXgQQyvWOIWxY8keIcCGs34xhDDUZeiNcOEhmWXa6dPNu/3UJ6n"
    "yyIcRlkLIaj5sMuIlJnTXDMv0YF+rtHP+bvWAluFCpDVJRhCjhTkSB0NtJpTsXGiVJkU4I"
    "VsqcNkS3Wb0JPqopDRsylZrxIaHcD9i/K4ngKtkZc2dQdImPWZkRONwZnfG9QZm+ttEKfL"
    "GqX20ElEAoRFLg3C7JG4wr7jvyePQtya4WAhF68GiNF10z+MQjKnT9jnFmOAxgThIKDc9u"
    "GkEeUmIp0jL0KcGQ43fCvyfvbyqdsbG+CFV/Cw8s87STYXDV0vwJlBWm3QCgKwWa2yWVMe"
    "ll2CetTT5XV+wOOVh9pMmMuHm5Jun+/3EnLVEQqZqofBidNGQc7TmijnaTnMyUWzptv2lT"
    "etridk+26tvXtL/0/D4dnZm+Grs4u3r8/fvHn99lVu8pdv1dn+V7d/Fua/hH/ZHyBL+aYC"
    "WaYCuwqcLGCqWqrXV5uqWuMpfbM7QPZy4aVZeT1FVhaCNhlLP1FF3S5eH9QZSbNsRYNAnN"
    "ACuZGySKJe3BaZE2GYpLYKWaJ09gW3Pzxf9ETn5oxLHM8lutjb8x5mHG7LO3CRL4tkeAR0"
    "Uz/Mobk1wmaexiARQrKKdWkMpUCfOYsLZMBgqxl8DL0R92c2NxmFeVo9CvO0PApzc3yZvk"
    "ISJbxFVr9FkLr5dbAZ/AY7SM7Ie0Gbp2eopFD4Ux7Y3gJZhQw2LaS97LVcjYRPYpivGbIy"
    "FYAKDtqD5RJJ0w2ei6/yuKM8xpqkEaln+XZfePrGdwDyp82TerqLZenYpIEYZGntIEtLj3"
    "Wmb3WA813hUT3FWNFOK/A9TGTn1iXzBY1IEH0kHFSmbXdVXjSoi/l4+fJRWFjfIALkzHAw"
    "JYUktZhzNkxT1+gkKaQSN8Nv2PfpKjzlyA9EOprHEA7YkoTZVf6rKwqqkCtCP8klXaRoPx"
    "+qzY/LW3EVVUfxHxEGnGE20yXFbRwwEGCyKsAEfUC6t1s170cjo1WmA+NKATYXNE2jKDlB"
    "D6Mo3XdGyMW3AcJFmh6CfHHepIvNeXUXm3MVZBxO4zlXMpgx1GVKALwB4BB6LQqNJjKjWm"
    "SUJtLFkUPnGnR//nT/QY9ugUQNw3lOhP6LfI81yVs+Hs1BYCGF3jJA89ZBBayvNY2DxAOu"
    "1DHfcRCI5j9xEHmanp5bOpyoxBAQtTsgCnHvvrLZkmY2t+sxcz8Q33siobafjbpkUOtMSc"
    "fWucXVW10p/8zNyqSb9yMHSpT5+SuEJxFZN/Re0vCR/1c0ARdTtJAXvUMYjbHoWDPHKyRS"
    "dxEj/ENFHWDyPPYN/0An0tQZ7uMDjZNyQ+IQDtraVyKmIOcKiXQHvCjgRTk6XcjEi+LHU8"
    "9o/O6Gooea+y7G7k5TJ3dTgDcU3QC8XVIcsd05pu6q1URjhRCmGbfsrVo8LU0NJJkU9Gbr"
    "9Gbw8OwtuV6UoxUm2jf3DEtkraC2TIjt2gG/CKlDGGslslRa6Ftrm8iyxNT/mY5PNOa9uD"
    "yoM+l/Txd0OjWkZAnnotmNSW4AS3bSI18vfq5Xlu/nT5B9X/wmmMxgMh+fbDMwmbNXo/ER"
    "na7voRrUvbnM4vHvxDEdVCxTwYatCIaXIa2OIEpEz4oh2raF9x1EdIkbL4i+0UmNF0ii6k"
    "Svt8gRdDps1NNrWNPTa1iWHWCh7iwHIVUUS+DWm0sbKnDuWGcpSUdEFJH5QndCVPbDK5Ls"
    "ryfeq129PB23vne5VTQzgXNDAGCqYPoEM41gr6n5zQhAFZSRnHpPZBQvWohymRLEudXi3M"
    "csGpEwpJpqt2p1SKbqnyt5J0onZI19FW/UxAs8NmvFZ4UUQga28dmSkEFe7aqJGxQrYauD"
    "B8XS2x1HECQPcfJlB+D9t8/7n3GmqQqQre+hQ2TYJPdoWJ17NCwXGbku54TGyKupLtqQ7A"
    "/ik13t2T2oV/+mgdEGztb3cAN3nzznsZHo8PCkQfiKUm5EBxXCuUinZs5xwl1BnUnsPWfO"
    "3d/fSerL1a0y6eDD5/dXN3xrJ9DzRd66fwMMRIRWUPZ2HmnSCupQivCUX79OWm+caJXhwv"
    "1ahXjdvmPk02kjlbjY8EM08FjyHxH13QFahl4kBmV5QVKtwh8TMLxWFZOhWHPskqRmhWuK"
    "CPv8EBpsGszjdSP52v4iO/o4Y1W+8FHiSpL4M+MA83dgUyqjLGqj+ddN2tFKOo0bPN3V9u"
    "a+73HITk1r+wAv2IwalSAUaQ6sSXWmPp2/apasUpetUlJPy29C821epm0V+bHMGXSYyVKQ"
    "5QZZbrszbC+a2LWq17I4fg6y3PZQyYhD0VXOsBlUkQgQlREt6n0lTOtjHgopBLcg6FFp63"
    "nBj9jz47DK1tvcH9QHP/jK0aSwdKu5J55LXMQpv/MClhhPSWNGx6FxEA1Q8oMvWHLTiSDR"
    "fGCF0gqgpJUjZ4EY/4QYIUwYavOyibebj9hu1kEYxqYwDJnzbWDcikymgmLwrf7s9OU3Sb"
    "srkkDiXSnxjjqP/BBv1f5KpYW8B1ABtCrAe/4K6o7+5HrtkT/PVmw96e/5mUu+E+vf8aMW"
    "R8LdyvCKiX5EU3Eg08AhmQ92xg9efiRTfhgP0Jg4OGYE+V7wyIRDli+iXLfNjnBNv6Ndf5"
    "ixUxfaQtuqGIDfCvxWR5Tx4uNgGuOpUUZGkaaHIHdcZxUSx1t4wifVpqmRjho6G7XsbPSE"
    "/ZiwVnwokQITWjIBajp3J2uMC0R6XBvSfScDKAxpI0eOwnCW57ZFkd+KzTIluEds47It7h"
    "EyH5OQzbzFic5Jsrk7qHWVyOs6LQ5RvA0xW4+LU8dTgefBJs9DSH0jvSpb30O1agf5HUeg"
    "tZ5sUviPEWJQr3p78FqT2HdEjD3Gge/Ho68aoJtpPwaoFkhgs0J5z2EmvYtN2AGun1mvR2"
    "IXXtXtI90PO3XcTun67KHj/HugD5/v7g5VnPaeMIb1dWnZrUG9Ib5Z1LUVToOAFOtJyJeI"
    "hMF60q1mWLSUIkCDJxKy4ixyJuJI0NbZTvPd9cI1q02sTImoh4Z8x/ERbpjMzAIkG4oeot"
    "u9Db+GS/S4NdSYS4RghUAWzN6yYA48c8o2uA+QFcC/QdQ2R6ZMC8kZLdlQ1C8NhI1C1r9k"
    "gmGjUvNhTan5sFxqHpKFv+Ia/6gl6lX0AH8j+EWEJjbq9bWh6OGp2v0AtDVcbfIoioSQRm"
    "FzNCdJIOOsc42CozJV/+RV9yPuCq4bs4yknAzCola/SBD9/irYnPo5WsQUy5TgIrGoZdAR"
    "vTQmkKoBiMawqoQAbRlaNT5jAK5KCvBCmsFh0gyKm7ELfJXH9RXl8iu8Pf1gI1S7AHqG+d"
    "P8a+mZ/UVbPo0a7OuCvtUB2g2zaOzUy7biW9ZNrcrwuL/k3+9HP1HJSzkem5uDuiwPKv7G"
    "0SRb16TxMEeNm98o5rwL0RKvEI4QFr2gnjx+5XuUpIgnPaG4KPD43xIOEOPs8AmKxSNFv+"
    "C5F8QR0bSk2MHzoQfViXUqzQBVZ4ws/HjqGaWLbCh66MDewehqwpi5di5TgWKuq6Qx7pwm"
    "U0HnNGXvljunZSK/XbeDMjGkNgxax9QXHr/dwrMrU4Jn12rPLlep2njvC2QQ6bSZv+Bd7m"
    "/dWj/hhcI18Cjb4B2CwrVdoHpEhWvHCvG2yrUc6sO4NX/BkegMeKJxama3BnUuzUVh0S7b"
    "xzjrSEOynVLn5NpVnJjzW8rYFnz7pYb/b2JSWVUb3AHUtNnnoSxwvqmjp7hZwEe53Uepea"
    "MM0NZT9xD47h1sMnRtvGxVTwBX26Clq61wWJi8BBJV/7KRd7D3E8Ra7XmFEiq1Wm518bMV"
    "BxRCYEBLBhykc7plsO+0WB8y4tts9+Pzq6fMGpu2DCgRQj485MPvAFLwAe/JB3wgL1rRl6"
    "lzpSm+zhp/mrqyU6davZtswulGyTcfgCPMPkeYxJ6m2qJE1EOfzA6qZGc0jIxxlql6CHT3"
    "DXM8Nto0m1ZsT0p9goMKcVKkU01PTrgrqDMZs2fT8/7+TlLDr24fFIw/v7+6+fjiNIGeL/"
    "LWZ2J5bifocqDLgS63TZf7SBwxdnN1LTpLaHQ56X6tLhemK/MmFc0mktJJUlWxTGaD8p8e"
    "3yBxJMZ8o8Tz+Q4R7MzWM8JZMjVUP2y05XO0sdhCooD4Y/RRV1AXbVIXN3wyUGMkoh5qMd"
    "2HMSBl12hDH51rERIgd6kwQZpeJ2l6h9KUGI1Dp0JLSu9t0ZAKqxqUw4aUzhENEUYuefIc"
    "wpUZHCFG5wRxiMQVhgJCXF2pqxGtse/Mp06xDj/pnAv+M6sUIlOXTo+dOd17zaC19A7z88"
    "BTBp6yg2spzwwkKwdkU1AVMoAVHJCHKSjKNmIH2N4VHtVTdJXX1ioH76e1tn+isVqyW4M6"
    "o4UVFu0xOh95kQ+ReSsti5w1TbXfnKCH6u+uIvLGICtkPYS6+5i8G4druZ329CrjfRtEer"
    "h1pArm3rpQ8NgwT+b6fTc8PX9z/vbs4vwtX5J80fzKmxo2lI2LcTyZkHA0JhMu9FoAXUm/"
    "P7RfHRfUeBLxf1sjXSIHoFWgWUQWLQBWyfYH7OnrI0F2EXJdU2AkemMGXmQCr5a2FcaWBR"
    "i7BtmJw5AEzspEvSjS9K8O56yBZnFWqVicgQezEmfwYIKrDVxtVrmCtpVv6JYNGriIRsbV"
    "HCe/ziiacnnHEM7C0oOk/fJyRkJNol+D9dubq2RfN33xlY41kOZ3aCk0qPE9gaCHloLHBa"
    "8sbZoiq8goABWUk4PEAQvRn2dCWwg29RRb+Z2FDoNfZYfBdJvXJYuqSxrp1qa5oyldkuMp"
    "yl0Iyp4gKmUwEhlpaELDpEBmOaM+QWOfOo+6XNJnPctUH88ePdoklYI2bqk2LvOqhH/dHH"
    "aFsIfhyu4TI8H4Ae3cVlBBOwft3Gpsm2jnh1IZk+lXelVxfWuLirhZ1EAz9On0Oy94iR64"
    "shbRRxIgL2LEnyCPoceALgN+NdHkxiFdctQQ9pPyaeFhRb5HmFiPRNWsTlfs+OkwYO+4NM"
    "KE5cZ12DIVjCpTNMFyGTZmLA4zid4wPUKi2WPqiQrx6TNg7ToRAvplfg1F7T5m0YgRLmLM"
    "Ga3SAqutZjVMDvwq2CwyKRdc/MaLFpwuEUNLEpt5HZInrh62OaRlSuCyzVyGxjPQeObQLi"
    "JLG898ivBk8oDZ44nOQ5TfHNT6iMSyUZSt2+om+kTnJJpxUBFGCxIyGqB5zCLkU/qIcPQ9"
    "vzzDgfud6Pg34L84mFu7Lg7XbWZcz0UBjRAO2HJ9/3c6zm7p+tXs/uOMC1CT8eniPwVT7z"
    "cYp3Zk/iho1LLLeCQN+PvI2jS60JDCLAqlmo+/fvxTDIGVqQBTGVN+LhjiuaEALJXiaeLG"
    "CzJ6JEZ1ZDJV71z9p8MmUpavqhSzyT213DRVRZqCnBPs7xg7oQsS7Eo3gKFZ1gmKo3MwuG"
    "KKojmPC2TgQLKZv5AcB3lctjiS7C0BfaDR4kfsRFRb+Vm4O6jzJkV83WiyWdgg62gR0mmI"
    "54gGwsUjBjKkHYlndMmQaMTP0IuPP16ji+HZ22/fJVlAXEkUaUPryavrOs90hoNL6gdC7O"
    "HzIDPpyDxBZNVq+K9MB4PGiwe/2fBfkUgRkYUO/mll1pJE1ptORH8aDs/O3gxfnV28fX3+"
    "5s3rt6/yVKbyrbqcpqvbP4u0Jknrgjynr1UFpsHEC+ftGK3QgrFjM6ftiZYf1PfWoZljoo"
    "5vi6vfB+SB8n92HFW3AfqOY+rPsm0SHDVWTYZvtT2TfEnsJCp+I4OmGiYwC47LLCBz7Pkm"
    "vvWcoHexi+HrRg12X9d02H1dqlSAMc66CEbnTaMXmLEl5RLUtPSmRNhDuIevmuDNV1Vv7F"
    "cwpebQPR75Bh0xwj/aLbgeDYDX0u+RAfmVIgdM1YvDdNcE90Ffjcpn2UHdqe6/kvGMK5OX"
    "UUTmi+hEo8QrK2rV+eV6Ld91m8VbQxQ/0WXS2iYKV6JEmT+Uy+gQEb6vNAmrW1cb55umj1"
    "ilv6bfPc07BZvBJptB4o2hRFRpQSZaJxPV1KvYrMd/RgCd58uaBAlDnd5WY21nBP3rOd99"
    "PvZmJk27STYwxKayUQAkF3WfPizpO01BVcgAVsjZOkzvrWwjdoBtatv8UHhiT0FW3l6bqi"
    "xVJlTboEU+bTdCi/tkuxV6z21K8kSCSCSuiZy0JU4MTGFrcuNyQTm2ZWu0MdX2ZqzZ8twq"
    "zcs11Fas9YRQGHn4c2FQY8PaU71zaFVxx5EZqEAtxGEahWFqojClyqh4/DtxIkMdUqaCuj"
    "41lBiSwBRSiQgQVSNXiwX/s9u4CxVS8BZa7S3kz/OyUfcylx/Il6qplQWaPji56vh589cH"
    "iZWZaNdnlmfLC0fBtUg2V8XVyqfYbZXbX6Ztmd9/PDzYVXr/MdQo703ROR02KgKvqQFXFR"
    "1uTTGdXKkbsZBR7LEIfFc20K4952lUzsRtXiTpTV1KZw7zgJ93Wfy9hdqjIYeCBJs1H0gR"
    "+irYzEgU+a3YLFPCy2wzlyHa2bkLQPGONwVVIQNYIdp5mGhnthE7wDaNot0UnthTkJW318"
    "JoZ86E6mhnkU/bo53FfdJk/LuY+oPRAocR3wGi+YaD/bz5hhgTxOJxToI4a+K5CHMmrTz4"
    "as59J+b7BmGWd/CIKJrjR5JQpw4e3SD5PX6ycS4wBE8Pf8wMaoKncei38jfKdNBLZNDS2Z"
    "i9jSZ+9iJNL1yO+3a0P+HQE1BonGQ/f7r/oEddIlKtPs+J0H+R77EjzIyuQV+gUY++CrSy"
    "5cUDVPST9B4T/29O0IvNvmsHMFdaw4iN8CTSNXSojWJIdD0Eu/uUGEa4ghO1OkFLpHCItj"
    "1EFyF58micFMW2ZUf1MyCQ2hFb4iDSNaio97ZWPgQcrzY7XiGIvtMgeoLWyDyUrtL1LqDe"
    "/REP8cCvQmDhhSeSwQ2jGjIVBDWg2BDiRJaGMEzjROmr3QG0lwvvL6TPtXCyFLSqS/yvNB"
    "RDpG6+OCT788vhIXXNoDY+tF49ItLyRuVw4qgXdW3LmefMEBURFDSjccj4v76LXgQ0IN8j"
    "x6eMuN++Q0uP76Y4ErEd8ewkt1oEeKJkOUMTGiYBmiX/laD1/tZX1O3rg81bxeAVRITsig"
    "gJlmgV3YpgBNYV0Ena7fFKPh20QltV1Jwl/5Z0aRRNKJA8K5ZwRMDtJJgAGmb3VXMFmW9a"
    "O1cmhQo60N8Por8X92IH+P6iPO4o9+5WkDUvsFW5Xmvd+yehutZo8uv7jbT4Wb60weSnJS"
    "GP/grxhSTierQXrPOjfOyQbxjyqYN9tMS+j4Tq8w4x8sS3iI/meCWe6QsNnCba+Eo356nj"
    "pxvr4hrei68EKrp1KnrGlhLyn+Z8I1TWeRXI+tQa7Wz45iIv8hK/1NV3fXp/eXdXLvJKkh"
    "9Gcy+IdVGrelhVWsC2VDDQElmZEnAF02cngrYw2Y0fskkDSTNQFTKA1VaLsj/wgkn51ZmU"
    "x4pyY5tSJ4k7gPmu8KieQqwcQDaZ7Jck9JzZicZYT+8M6sx0vFljzSCzSnVVezxp1NSUg8"
    "8za3evoz6zg0a1+fpEQqZ9tavz1gokPcwPHL5+3SBrja+qGVf2utQIZqGZT1yNcLq8h+ie"
    "NpqZdVozM+u0PDOLf2KkLWOpDvkVSCDkZxjyK6m7+zzM/vh/N8SRvA=="
)
