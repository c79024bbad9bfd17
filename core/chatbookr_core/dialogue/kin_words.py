"""Words that say that somebody else comes, in all seven languages: a child, a parent, a friend."""

from typing import Final

from chatbookr_core.dialogue.words import spoken

FOR_OTHERS: Final = spoken(
    *("for someone else", "for somebody else", "for another person", "not for me", "for my son", "for my daughter"),
    *("for my child", "for my kid", "for my baby", "for my wife", "for my husband", "for my partner"),
    *("for my mother", "for my father", "for my mum", "for my mom", "for my dad", "for my grandmother"),
    *("for my grandfather", "for my sister", "for my brother"),
    *("für jemand anderen", "für jemand anderes", "für jemand anders", "für jemanden", "für eine andere person"),
    *("nicht für mich", "für meinen sohn", "für meine tochter", "für mein kind", "für mein baby", "für meine frau"),
    *("für meinen mann", "für meine mutter", "für meinen vater", "für meine mama", "für meinen papa", "für meine oma"),
    *("für meinen opa", "fuer jemand anderen", "fuer meinen sohn", "fuer meine tochter", "fuer mein kind"),
    *("pour quelqu'un d'autre", "pour une autre personne", "pas pour moi", "pour mon fils", "pour ma fille"),
    *("pour mon enfant", "pour mon bébé", "pour ma femme", "pour mon mari", "pour ma mère", "pour mon père"),
    *("para otra persona", "para alguien más", "no es para mí", "para mi hijo", "para mi hija", "para mi bebé"),
    *("para mi mujer", "para mi esposa", "para mi marido", "para mi esposo", "para mi madre", "para mi padre"),
    *("per qualcun altro", "per un'altra persona", "non per me", "per mio figlio", "per mia figlia"),
    *("per mio marito", "per mia moglie", "per mia madre", "per mio padre", "per mia mamma", "per mio papà"),
    *("para outra pessoa", "não é para mim", "para o meu filho", "para a minha filha", "para meu filho"),
    *("para minha filha", "para o meu bebé", "para a minha mulher", "para o meu marido", "para a minha mãe"),
    *("para o meu pai", "voor iemand anders", "voor een ander", "niet voor mij", "voor mijn zoon"),
    *("voor mijn dochter", "voor mijn kind", "voor mijn baby", "voor mijn vrouw", "voor mijn man"),
    *("voor mijn moeder", "voor mijn vader", "voor mijn partner"),
    *("for my children", "for my kids", "for my grandson", "for my granddaughter", "for my nephew", "for my niece"),
    *("for my friend", "for my boyfriend", "for my girlfriend", "für meinen enkel", "für meinen neffen"),
    *("für meinen freund", "für meinen bruder", "für meinen partner", "für meinen großvater", "für meine kinder"),
    *("für meine enkelin", "für meine nichte", "für meine freundin", "für meine schwester", "für meine partnerin"),
    *("für meine großmutter", "pour mon frère", "pour mon neveu", "pour mon petit-fils", "pour mon ami"),
    *("pour mon conjoint", "pour mon compagnon", "pour mon papa", "pour ma sœur", "pour ma soeur", "pour ma nièce"),
    *("pour ma petite-fille", "pour ma conjointe", "pour ma maman", "pour mes enfants", "para mi hermano"),
    *("para mi hermana", "para mi sobrino", "para mi sobrina", "para mi nieto", "para mi nieta", "para mi abuelo"),
    *("para mi abuela", "para mi pareja", "para mis hijos", "per mio fratello", "per mia sorella", "per mio nipote"),
    *("per mia nipote", "per mio nonno", "per mia nonna", "per i miei figli", "para o meu irmão"),
    *("para o meu sobrinho", "para o meu neto", "para o meu avô", "para a minha irmã", "para a minha sobrinha"),
    *("para a minha neta", "para a minha avó", "para meu pai", "para minha mãe", "para os meus filhos"),
    *("voor mijn broer", "voor mijn zus", "voor mijn neefje", "voor mijn nichtje", "voor mijn kleinzoon"),
    *("voor mijn kleindochter", "voor mijn oma", "voor mijn opa", "voor mijn vriend", "voor mijn vriendin"),
    *("voor mijn kinderen", "voor mijn zoontje", "voor mijn dochtertje"),
    *("for my two children", "for my two kids", "for both my children", "for both my kids", "for my three children"),
    *("für meine zwei kinder", "für meine beiden kinder", "für meine drei kinder", "pour mes deux enfants"),
    *("pour mes trois enfants", "para mis dos hijos", "para mis tres hijos", "per i miei due figli"),
    *("per i miei tre figli", "para os meus dois filhos", "para os meus três filhos", "voor mijn twee kinderen"),
    *("voor mijn drie kinderen", "voor mijn beide kinderen"),
)
"""What says that somebody else comes: looked for in a text as whole words."""
