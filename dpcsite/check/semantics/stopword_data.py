"""The commonest words of fifteen languages, and the scripts that tell a language at once.

Written down by hand in November 2026, from grammars' articles, pronouns, prepositions, conjunctions and forms of "be"
and "have". Words of one letter are left out.
"""

_WORDS = {
    "en": """the of and to in is that it for was on are as with his they be at this have from or had by but not what
        all were we when your can said there use an each which she do how their if will up other about out many then
        them these so some her would make like him into has my than been who its did get may you he no our me more
        could should where whose because while also only does went""",
    "cy": """yn yr ac mae ar am wedi oedd eu gan fod ei neu sydd hyn fel gyda bod nid ond hefyd roedd cael os wrth ni
        chi fe hwn hon mewn gael pan mwy iawn pob dim beth ein eich fy bydd gallwch rydym rydych dros drwy cyn hynny
        trwy rhwng sy yw oes wnaeth mai nad oddi ati iddo iddi arno chwi unrhyw bob lle rhai eto felly ddim""",
    "fr": """le la les des est et en un une du que qui dans pour pas sur ce avec il elle ne se par plus au sont nous
        vous ils elles mais ou où cette ces son sa ses leur leurs aux été être avoir comme tout tous ont ai je tu bien
        dont sans même fait peut aussi très puis alors quand entre notre votre chez depuis après avant lui deux""",
    "de": """der die das und ist nicht ein eine einen einem einer zu den von mit sich auf für dem des im als auch es
        sie wir ihr er ich wird werden bei nach aus wie noch um am aber oder zum zur über hat haben sind war waren
        kann nur so vor durch wenn sein seine mehr dass ihre unter bis uns ihnen diese dieser dieses keine man""",
    "es": """el la los las de que en un una es por con para del se no su al lo como más pero sus le ya este sí porque
        esta entre cuando muy sin sobre también me hasta hay donde quien desde todo nos durante todos uno les ni
        contra otros ese eso ante ellos esto antes algunos qué unos yo otro ella son está están fue ser han había
        usted puede""",
    "it": """il lo la gli le di che è un una del della dei delle nel nella non per con sono si da come anche più ma al
        alla ai alle dal dalla se questo questa ha hanno ho era essere sul sulla suo sua loro ci noi voi lui lei io
        quando dove tutti tutto molto dopo prima perché ogni stato degli dello nei cui può fra tra""",
    "pt": """de que em um uma do da dos das no na nos nas não para com por os as se mais como mas foi ao ele ela sua
        seu ou ser quando muito há já está eu também só pelo pela até isso entre era depois sem mesmo aos ter seus
        quem me esse eles você tem nem suas meu minha têm são pode esta este são às estão""",
    "nl": """de het een en van in is dat op te zijn met voor niet aan er ook als bij maar om uit dan naar ze hij of
        wordt nog je over door worden werd dit deze wat heeft hebben kan zo tot had die was waren wij zij geen meer
        veel moet zou onder ons onze mijn haar hun hem al wel u uw omdat toen waar ging""",
    "pl": """i w na z do nie się jest to że jak po co tak za od przez dla ale o czy już są był była było tylko przy
        może ich jego jej ten ta te tego tym które który która także lub oraz bardzo być ma pod bez nad jako gdy
        kiedy tej wszystko nas nam wam was mnie przed będzie można jeśli""",
    "ro": """și în de la cu pe că nu este un o din care pentru mai sau au ca se sunt fost prin după dar lui ale al
        această acest această fi are ce între fără foarte doar când unde cum nici toate tot sa său lor noi voi eu el
        ea ei ele ai am aveți poate trebuie până către iar într dintre despre""",
    "ga": """an na agus ar is go bhí ag sé sí le don den leis mar atá níl faoi chun nó ach tá sa san gan bhfuil
        ina ná seo sin iad aon gach nach raibh má féin againn agat acu againn idir roimh ó dom duit dó mé tú muid
        sibh siad uile eile chuig aici aige áit beidh dul déanamh faoin ón""",
    "gd": """an na agus air is gu tha bha aig leis mar chan ach no ann bho fo gun nach seo sin iad gach bidh robh
        fhèin dhan don mi thu sinn sibh às bheil chaidh dol eile cuideachd nuair tro thairis airson fhuair agam agad
        aca againn oirnn dhomh dhut rinn math uabhasach feuch""",
    "sv": """och att det som en på är av för med den till inte har de om ett han men var jag från vi så kan när ska
        eller hade nu sig vid också efter upp hon där man alla hur mycket vara blev vad än under mot bara mer sin
        deras dem oss dig mig utan genom mellan detta denna dessa då""",
    "da": """og at det som en på er af for med den til ikke har de om et han men var jeg fra vi så kan når skal
        eller havde nu sig ved også efter op hun der man alle hvor meget være blev hvad end under mod kun mere sin
        deres dem os dig mig uden gennem mellem dette denne disse hvis hvem nogle""",
    "nb": """og at det som en på er av for med den til ikke har de om et han men var jeg fra vi så kan når skal
        eller hadde nå seg ved også etter opp hun der man alle hvor mye være ble hva enn under mot bare mer sin
        deres dem oss deg meg uten gjennom mellom dette denne disse hvis hvem noen""",
}

LANGUAGES_OF: dict[str, tuple[str, ...]] = {}
for _language, _text in _WORDS.items():
    for _word in set(_text.split()):
        if len(_word) > 1:
            LANGUAGES_OF[_word] = (*LANGUAGES_OF.get(_word, ()), _language)

COVERED = frozenset(_WORDS)

# Languages so near to each other that the words above may mistake one for the other.
FAMILIES = (
    frozenset("en sco pcm jam tpi bi".split()),
    frozenset("fr oc wa frp ht gcf ca".split()),
    frozenset("de lb gsw nds bar ksh nl fy af li yi zea".split()),
    frozenset("es gl ca pt an ast oc ext lad mwl cbk it eo ia".split()),
    frozenset("it co sc scn nap lij vec fur lmo pms rm la ro".split()),
    frozenset("pl cs sk szl csb hsb dsb sl hr bs sr".split()),
    frozenset("ga gd gv".split()),
    frozenset("sv da nb no nn fo is".split()),
    frozenset("ro mo rup".split()),
    frozenset("cy br kw".split()),
)

# Scripts: the first and last sign of their Unicode blocks, and the languages that are written in them.
SCRIPTS = (
    ("Greek", 0x0370, 0x03FF, frozenset("el grc pnt".split())),
    (
        "Cyrillic",
        0x0400,
        0x052F,
        frozenset(
            """
            ru uk bg sr mk be kk ky mn tg tt ba cv os ce av ab uz az bs hr sh ro mo
            cu rue sah udm kv myv mdf tk ku
            """.split()
        ),
    ),
    ("Armenian", 0x0530, 0x058F, frozenset({"hy", "xcl", "hyw"})),
    ("Hebrew", 0x0590, 0x05FF, frozenset("he iw yi ji lad arc hbo".split())),
    (
        "Arabic",
        0x0600,
        0x077F,
        frozenset(
            """
            ar fa ur ps ku ckb sd ug pa ks az ha ms so sw tr kk ky uz tg dv bal
            brh lrc mzn glk arz ary arq pnb prs pbt ota
            """.split()
        ),
    ),
    ("Devanagari", 0x0900, 0x097F, frozenset("hi mr ne sa kok mai bho sd ks doi awa new bh rom raj".split())),
    ("Bengali", 0x0980, 0x09FF, frozenset("bn as syl mni sa bpy".split())),
    ("Gurmukhi", 0x0A00, 0x0A7F, frozenset({"pa", "sa"})),
    ("Gujarati", 0x0A80, 0x0AFF, frozenset({"gu", "kfr", "sa"})),
    ("Tamil", 0x0B80, 0x0BFF, frozenset({"ta", "sa"})),
    ("Telugu", 0x0C00, 0x0C7F, frozenset({"te", "sa"})),
    ("Kannada", 0x0C80, 0x0CFF, frozenset({"kn", "tcy", "sa"})),
    ("Malayalam", 0x0D00, 0x0D7F, frozenset({"ml", "sa"})),
    ("Sinhala", 0x0D80, 0x0DFF, frozenset({"si", "pi", "sa"})),
    ("Thai", 0x0E00, 0x0E7F, frozenset({"th", "pi", "nod", "tts"})),
    ("Georgian", 0x10A0, 0x10FF, frozenset({"ka", "xmf", "lzz", "sva"})),
    ("Ethiopic", 0x1200, 0x137F, frozenset({"am", "ti", "gez", "tig"})),
    ("Japanese", 0x3040, 0x30FF, frozenset({"ja", "ain", "ryu"})),
    ("Chinese", 0x4E00, 0x9FFF, frozenset("zh ja ko yue wuu cmn hak nan lzh gan hsn vi".split())),
    ("Korean", 0xAC00, 0xD7AF, frozenset({"ko", "okm", "jje"})),
)

RIGHT_TO_LEFT = ((0x0590, 0x08FF), (0xFB1D, 0xFDFF), (0xFE70, 0xFEFF))

NAMES = {
    "en": "English", "cy": "Welsh", "fr": "French", "de": "German", "es": "Spanish", "it": "Italian",
    "pt": "Portuguese", "nl": "Dutch", "pl": "Polish", "ro": "Romanian", "ga": "Irish", "gd": "Scottish Gaelic",
    "sv": "Swedish", "da": "Danish", "nb": "Norwegian",
}  # fmt: skip
