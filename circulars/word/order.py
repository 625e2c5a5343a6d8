"""Put an element of WordprocessingML where its schema wants it; Word refuses or overlooks what stands elsewhere."""

from docx.oxml.ns import qn
from lxml.etree import _Element

ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr shd tabs "
    "suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE autoSpaceDN bidi adjustRightInd "
    "snapToGrid spacing ind contextualSpacing mirrorIndents suppressOverlap jc textDirection textAlignment "
    "textboxTightWrap outlineLvl divId cnfStyle rPr sectPr pPrChange",
    "rPr": "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof snapToGrid "
    "vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd fitText vertAlign rtl cs em "
    "lang eastAsianLayout specVanish oMath",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription tblPrChange",
    "trPr": "cnfStyle divId gridBefore gridAfter wBefore wAfter cantSplit trHeight tblHeader tblCellSpacing jc hidden",
}  # fmt: skip
RANKS = {parent: {qn(f"w:{name}"): at for at, name in enumerate(names.split())} for parent, names in ORDER.items()}


def put(parent: _Element, element: _Element) -> None:
    """Add ``element`` to the properties ``parent`` (w:pPr, w:rPr, w:tblPr) in the order of the schema."""
    ranks = RANKS[str(parent.tag).rpartition("}")[2]]
    after = next((each for each in parent if ranks.get(str(each.tag), -1) > ranks[str(element.tag)]), None)
    if after is None:
        parent.append(element)
    else:
        after.addprevious(element)
