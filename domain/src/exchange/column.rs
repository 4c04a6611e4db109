//! The columns of a file of gifts, and what people call them in English, German, French and Spanish.

use super::choice::bare;

macro_rules! columns {
    ($($(#[$doc:meta])* $name:ident = $title:literal: $words:literal;)+) => {
        /// What a column of a file of gifts says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum Column {
            $($(#[$doc])* $name),+
        }

        impl Column {
            /// Every column, in the order in which they are written.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What the column is called in files that we write.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title),+ }
            }

            /// What people call it, as [`bare`] words.
            fn words(self) -> &'static str {
                match self { $(Self::$name => $words),+ }
            }
        }
    };
}

columns! {
    /// What the gift is called.
    Name = "name": "name gift giftname title item itemname itemtitle product productname \
                    producttitle wish thing present \
                    geschenk wunsch artikel produkt bezeichnung titel gegenstand \
                    nom cadeau article produit souhait titre intitulé désignation \
                    nombre regalo artículo articulo producto deseo título titulo";
    /// Who makes it.
    Brand = "brand": "brand maker manufacturer make marke hersteller marque fabricant marca \
                      fabricante";
    /// Where it is sold.
    Shop = "shop": "shop store seller retailer merchant laden geschäft geschaeft händler haendler \
                    boutique magasin vendeur tienda comercio vendedor";
    /// Its page there.
    Link = "link": "link links url website webpage webaddress producturl productlink itemurl \
                    itemlink webseite internetadresse lien adresseweb siteweb enlace vínculo vinculo \
                    direcciónweb páginaweb";
    /// What it costs.
    Price = "price": "price itemprice unitprice cost preis kosten betrag prix coût cout montant \
                      precio coste costo importe";
    /// In which currency.
    Currency = "currency": "currency währung waehrung devise monnaie moneda divisa";
    /// The day on which somebody looked.
    PriceDate = "price date": "pricedate pricereadon preisdatum preisvom dateduprix fechadelprecio";
    /// How many are wanted.
    Wanted = "wanted": "wanted quantity qty quantitywanted quantitydesired \
                        quantityneeded count howmany pieces pcs amount anzahl menge stück \
                        stueck stückzahl wieviele quantité quantite qté combien cantidad \
                        cuántos cuantos unidades";
    /// What the owner says about it.
    Notes = "notes": "notes note comment comments remark remarks description details \
                      notiz notizen anmerkung anmerkungen bemerkung bemerkungen kommentar \
                      beschreibung hinweis remarque remarques commentaire commentaires \
                      nota notas comentario comentarios observaciones descripción";
    /// How much it is wished for.
    Priority = "priority": "priority importance priorität prioritaet wichtigkeit dringlichkeit \
                            priorité priorite prioridad importancia";
    /// Whether something like it will do.
    Exactness = "exactness": "exactness exact howexact genauigkeit genau exactitude exactitud \
                              exacto modèle modelo";
    /// Which size.
    Size = "size": "size größe groesse grösse taille pointure talla tamaño tamano";
    /// Which colour.
    Colour = "colour": "colour color farbe couleur";
    /// A further page where it is sold.
    FurtherOne = "further link 1": "furtherlink1 furtherlink link2 furthershop weitererlink \
                                    weitererlink1 autrelien autrelien1 otroenlace otroenlace1 \
                                    lien2 enlace2";
    /// Another one.
    FurtherTwo = "further link 2": "furtherlink2 link3 weitererlink2 autrelien2 otroenlace2 \
                                    lien3 enlace3";
    /// And another one.
    FurtherThree = "further link 3": "furtherlink3 link4 weitererlink3 autrelien3 otroenlace3 \
                                      lien4 enlace4";
    /// Words by which its owner sorts.
    Tags = "tags": "tags tag labels label schlagworte schlagwörter stichworte étiquettes etiquetas";
    /// The heading that it stands under.
    Section = "section": "section category group bereich abschnitt kategorie gruppe rubrik \
                          catégorie categorie rubrique groupe sección categoría categoria grupo";
    /// Whether givers do not see it yet.
    Hidden = "hidden": "hidden versteckt verborgen ausgeblendet caché masqué oculto";
    /// Our copy of its picture.
    Picture = "picture": "picture image photo pictureurl imageurl bild foto imagen";
    /// How many are reserved: written where owners see it, and never read.
    Reserved = "reserved": "reserved";
    /// How many are bought: written where owners see it, and never read.
    Purchased = "purchased": "purchased";
}

impl Column {
    /// The column that a header names; what stands in brackets explains it and is no part of it.
    pub fn of_header(header: &str) -> Option<Self> {
        let header = header.split(['(', '[']).next().unwrap_or_default();
        let header = bare(header);
        if header.is_empty() {
            return None;
        }
        let known = |column: &Self| column.words().split(' ').any(|word| word == header);
        Self::ALL.iter().copied().find(known)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use test_case::test_case;

    use super::*;

    #[test_case("Name", Some(Column::Name))]
    #[test_case("\u{feff}GESCHENK", Some(Column::Name); "after a byte order mark")]
    #[test_case("Größe", Some(Column::Size))]
    #[test_case("Gro\u{308}ße", Some(Column::Size); "a letter of two parts")]
    #[test_case("Prix (€)", Some(Column::Price))]
    #[test_case("how many?", Some(Column::Wanted))]
    #[test_case("Artículo", Some(Column::Name))]
    #[test_case("price date", Some(Column::PriceDate))]
    #[test_case("Otro enlace", Some(Column::FurtherOne))]
    #[test_case("Item Name", Some(Column::Name))]
    #[test_case("Item URL", Some(Column::Link))]
    #[test_case("Unit price", Some(Column::Price))]
    #[test_case("Quantity desired", Some(Column::Wanted))]
    #[test_case("Autre lien 2", Some(Column::FurtherTwo))]
    #[test_case("Aunt", None)]
    #[test_case("", None; "nothing")]
    #[test_case("(name)", None; "brackets alone")]
    fn a_header_names_a_column(header: &str, column: Option<Column>) {
        assert_eq!(Column::of_header(header), column);
    }

    #[test]
    fn every_title_reads_back_and_no_word_names_two_columns() {
        let mut all = HashSet::new();
        for column in Column::ALL {
            assert_eq!(Column::of_header(column.title()), Some(*column));
            for word in column.words().split(' ') {
                assert_eq!(bare(word), word);
                assert!(all.insert(word), "{word}");
            }
        }
    }
}
