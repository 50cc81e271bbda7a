"""Language codes that may begin a `lang` attribute (BCP 47; IANA Language Subtag Registry, Type: language).

Source: ISO 639-1 in full, with the withdrawn codes that the registry keeps, and the more common codes of ISO 639-3.
Written down by hand on 23 November 2026, not copied from the registry, and compared with Debian's iso-codes 4.15.0:
no code here is missing there. Two-letter codes are complete. Of the three-letter codes about one in twenty is here;
`known` leaves the others open.
"""

_TWO_LETTERS = """
    aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el en
    eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik io is it iu ja jv
    ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne
    ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st
    su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu
    in iw ji jw mo sh
"""

_THREE_LETTERS = """
    ace ach ada ady afb agq ain ale aln alt ang apc apd arc arn aro arp arq ars ary arz asa ase ast awa ayl ayn bal
    ban bar bas bax bbc bcl bej bem ber bez bfi bft bgc bgn bho bik bin bjn bla bpy bqi brh brx bss bua bug bum byn
    byv cak ceb cgg chk chm chn cho chp chr chy ciw ckb cjs cmn cnh cnr cop cps crh crs csb csw ctg dag dak dar dav
    del den dgr din dje doi dsb dsl dua dum dyo dyu dzg ebu efi egl egy eka enm esu ewo ext fan fat fil fit fon frc
    frm fro frp frr frs fsl fur gaa gag gan gay gba gbz gcf gcr gez gil glk gmh goh gom gon gor got grb grc gsg gsw
    guc gur guz gwi hai hak haw haz hbo hif hil hit hmn hne hnj hsb hsn hup iba ibb ilo inh isg izh jam jbo jmc jpr
    jrb jut kaa kab kac kaj kam kaw kbd kbl kbp kcg kde kea kfo kgp kha kho khq khw kiu kkj kln kmb kmr koi kok kos
    kpe krc kri krj krl kru ksb ksf ksh kum kut lad lag lah lam laj ldn lez lfn lij liv lkt lld lmo lol lou loz lrc
    ltg lua lui lun luo lus luy luz lzh lzz mad maf mag mai mak man mas mde mdf mdr men mer mfe mga mgh mgo mic min
    mis mnc mni mnk moh mos mrj mua mul mus mwl mwr mwv mye myv mzn nan nap naq nds new nia niu njo nmg nnh nog non
    nov nqo nso nus nwc nym nyn nyo nzi osa ota pag pal pam pap pau pbt pcd pcm pdc pdt peo pes pfl phn pms pnb pnt
    pon prg prs pro quc qug qxq raj rap rar rgn rhg rif rmy rof rom rtm rue rug rup rwk sad sah sam saq sas sat saz
    sba sbp scn sco sdc sdh see seh sei sel ses sga sgn sgs shi shn shu sid skr sli sly sma smj smn sms snk sog sqs
    srn srr ssy stq suk sus sux swb swc swg syc syl syr szl tcy tem teo ter tet tig tiv tkl tkr tlh tli tly tmh tog
    tok tpi tru trv tsd tsi ttt tum tvl twq tyv tzm udm uga umb und uzn uzs vai vec vep vls vmf vot vro vun wae wal
    war was wbp wuu xal xmf xog yao yap yav ybb yrl yue zap zbl zea zen zgh zsm zun zxx zza
"""

_INSTEAD = """
    aar:aa abk:ab afr:af aka:ak alb:sq amh:am ara:ar arg:an arm:hy asm:as ava:av ave:ae aym:ay aze:az bak:ba bam:bm
    baq:eu bel:be ben:bn bih:bh bis:bi bod:bo bos:bs bre:br bul:bg bur:my cat:ca ces:cs cha:ch che:ce chi:zh chu:cu
    chv:cv cor:kw cos:co cre:cr cym:cy cze:cs dan:da deu:de div:dv dut:nl dzo:dz ell:el eng:en epo:eo est:et eus:eu
    ewe:ee fao:fo fas:fa fij:fj fin:fi fra:fr fre:fr fry:fy ful:ff geo:ka ger:de gla:gd gle:ga glg:gl glv:gv gre:el
    grn:gn guj:gu hat:ht hau:ha hbs:sh heb:he her:hz hin:hi hmo:ho hrv:hr hun:hu hye:hy ibo:ig ice:is ido:io iii:ii
    iku:iu ile:ie ina:ia ind:id ipk:ik isl:is ita:it jav:jv jpn:ja kal:kl kan:kn kas:ks kat:ka kau:kr kaz:kk khm:km
    kik:ki kin:rw kir:ky kom:kv kon:kg kor:ko kua:kj kur:ku lao:lo lat:la lav:lv lim:li lin:ln lit:lt ltz:lb lub:lu
    lug:lg mac:mk mah:mh mal:ml mao:mi mar:mr may:ms mkd:mk mlg:mg mlt:mt mon:mn mri:mi msa:ms mya:my nau:na nav:nv
    nbl:nr nde:nd ndo:ng nep:ne nld:nl nno:nn nob:nb nor:no nya:ny oci:oc oji:oj ori:or orm:om oss:os pan:pa per:fa
    pli:pi pol:pl por:pt pus:ps que:qu roh:rm ron:ro rum:ro run:rn rus:ru sag:sg san:sa sin:si slk:sk slo:sk slv:sl
    sme:se smo:sm sna:sn snd:sd som:so sot:st spa:es sqi:sq srd:sc srp:sr ssw:ss sun:su swa:sw swe:sv tah:ty tam:ta
    tat:tt tel:te tgk:tg tgl:tl tha:th tib:bo tir:ti ton:to tsn:tn tso:ts tuk:tk tur:tr twi:tw uig:ug ukr:uk urd:ur
    uzb:uz ven:ve vie:vi vol:vo wel:cy wln:wa wol:wo xho:xh yid:yi yor:yo zha:za zho:zh zul:zu
"""

LANGUAGES = frozenset((_TWO_LETTERS + _THREE_LETTERS).split())

# Three-letter codes of ISO 639-2 that the registry leaves out, because the language has a two-letter code.
INSTEAD = dict(pair.split(":") for pair in _INSTEAD.split())


def primary(tag: str) -> str:
    """Take the language code from a language tag: "cy" of "cy-GB"."""
    return tag.split("-", 1)[0].lower()


def known(tag: str) -> bool | None:
    """Whether a tag begins with a code of the registry; None where these tables do not say."""
    code = primary(tag)
    if code in LANGUAGES or ("qaa" <= code <= "qtz" and len(code) == 3):  # the latter are for private use
        return True
    open_ = len(code) == 3 and code.isascii() and code.isalpha() and code not in INSTEAD
    return None if open_ else False
