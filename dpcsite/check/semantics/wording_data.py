"""Words that say nothing on their own, by language; written down by hand in November 2026."""


def _lines(text: str) -> frozenset[str]:
    return frozenset(line.strip() for line in text.split(",") if line.strip())


# Link texts, small letters, without punctuation.
VAGUE_LINKS = _lines(
    """
    click, click here, click this, click on this, click for more, click for details, click me, press here, tap here,
    here, go here, see here, look here, go, more, more here, read more, read this, read on, learn more, find out more,
    see more, see this, view, view more, view this, show more, more info, more information, further information,
    for more information, more details, details, view details, full details, see details, full story, read full story,
    continue reading, link, this link, follow this link, link here, this, this page, visit, open,
    download, download here, download now, download this, get it here, check it out, check this out, discover more,
    website, visit website, web page, webpage, this website, this site,
    yma, cliciwch yma, clicio yma, cliciwch, mwy, darllen mwy, darllenwch fwy, gweld mwy, dysgu mwy, dysgwch fwy,
    rhagor, rhagor o wybodaeth, mwy o wybodaeth, manylion, lawrlwytho, dolen,
    ici, cliquez ici, cliquer ici, lire plus, lire la suite, la suite, en savoir plus, voir plus, plus,
    plus d'informations, plus d'infos, détails, télécharger, lien,
    hier, hier klicken, klicken sie hier, klick hier, mehr, mehr lesen, mehr erfahren, mehr infos, weiterlesen,
    mehr informationen, weitere informationen, herunterladen,
    aquí, haga clic aquí, haz clic aquí, pulse aquí, clic aquí, más, leer más, ver más, más información, saber más,
    más info, detalles, descargar, enlace,
    qui, clicca qui, cliccare qui, altro, leggi tutto, leggi di più, leggi, di più, scopri di più,
    maggiori informazioni,
    dettagli, scarica,
    klik hier, meer, lees meer, lees verder, meer lezen, meer info, meer informatie, downloaden,
    aqui, clique aqui, mais, leia mais, ler mais, saiba mais, ver mais, mais informações, baixar,
    tutaj, tu, kliknij tutaj, kliknij, kliknij tu, więcej, czytaj więcej, czytaj dalej, dowiedz się więcej,
    zobacz więcej,
    więcej informacji, szczegóły, pobierz,
    aici, click aici, apasă aici, mai mult, mai multe, citește mai mult, citește mai departe, află mai multe, detalii,
    anseo, cliceáil anseo, tuilleadh, léigh tuilleadh, níos mó, tuilleadh eolais, sonraí,
    her, klik her, klikk her, mere, læs mere, les mer, mer, se mere, se mer, mer informasjon, mere information,
    här, klicka här, läs mer, läs vidare, se mer, mer information
    """
)

# Kinds of file; a link that names only the kind needs the words around it.
FILE_KINDS = _lines(
    """
    html, pdf, epub, doc, docx, word, xls, xlsx, excel, csv, ods, odt, odp, ppt, pptx, powerpoint, txt, plain text,
    text,
    rtf, zip, xml, json, mp3, mp4, kindle, mobi, jpg, jpeg, png, svg, rss
    """
)

# Endings of addresses of documents that open outside the page, and words that say so.
DOCUMENTS = {
    "pdf": ("pdf",),
    "doc": ("doc", "word"),
    "docx": ("docx", "doc", "word"),
    "xls": ("xls", "excel", "spreadsheet"),
    "xlsx": ("xlsx", "xls", "excel", "spreadsheet"),
    "ppt": ("ppt", "powerpoint"),
    "pptx": ("pptx", "ppt", "powerpoint"),
    "odt": ("odt", "opendocument"),
    "ods": ("ods", "opendocument", "spreadsheet"),
    "odp": ("odp", "opendocument"),
    "rtf": ("rtf", "rich text"),
    "zip": ("zip",),
    "epub": ("epub",),
}

# Words for pictures that tell only that there is a picture, or what to do with it.
VAGUE_PICTURES = _lines(
    """
    image, images, picture, pic, photo, photograph, photography, graphic, graphics, img, alt, alt text,
    alternative text,
    image alt, image description, description, spacer, blank, bullet, placeholder, image placeholder, placeholder image,
    untitled, thumbnail, null, none, undefined, todo, tbc, insert alt text here, enter alt text, image1, image 1,
    delwedd, llun, ffotograff, immagine, imagen, foto, bild, abbildung, afbeelding, imagem, obraz, zdjęcie, imagine,
    íomhá, bilde, billede, fotografía, fotografie
    """
)
VAGUE_BUTTONS = _lines(
    """
    button, click, click here, click me, press, press here, press me, image button, input, btn, here, image, go button,
    submit button, botwm, cliciwch, cliciwch yma, bouton, cliquez, cliquez ici, klicken, klick
    """
)

# Titles that an editor or a template put there.
PLACEHOLDER_TITLES = _lines(
    """
    untitled, untitled document, untitled page, untitled 1, no title, title, page title, the title, title here,
    document,
    new document, new page, page, web page, webpage, website, site, my page, my site, my website, home page title, html,
    insert title here, insert page title here, insert page title, enter title here, enter title, add title, your title,
    your title here, title goes here, page title here, page title goes here, put title here, change me, lorem ipsum,
    placeholder, default, default title, default page, test, test page title, testing, demo, sample page, sample,
    example, index, react app, vite app, vite + react, my app, app, welcome to nginx, apache2 default page, it works,
    hello world, todo, tbc, tbd, xxx, blank, blank page, n/a, none, null, undefined, teitl, dogfen heb deitl,
    sans titre, document sans titre, unbenannt, unbenanntes dokument, ohne titel, sin título, documento sin título,
    senza titolo, documento senza titolo, sem título, bez tytułu, naamloos, naamloos document
    """
)

# Labels that name a thing of forms or pages, and not what a field wants.
VAGUE_LABELS = _lines(
    """
    field, form field, input, input field, text, text field, text box, textbox, text input, type here, type, type text,
    enter, enter here, enter text, enter text here, enter value, enter a value, value, label, label text, data, item,
    form, info, information, menu, box, field 1, field 2, input 1, input 2, text 1, untitled, placeholder, here, page,
    click here, link, button, button text, unnamed, unlabelled, unlabeled, no label, required, optional, dewislen,
    maes, gwybodaeth, testun, champ, texte, saisie, feld, eingabe, eingabefeld, textfeld, campo, texto, testo, veld,
    pole, tekst
    """
)
