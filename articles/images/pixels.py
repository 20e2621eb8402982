"""What is done to decoded pixels: stood upright, brought to sRGB at eight bits a channel, laid on paper."""

from io import BytesIO

from PIL import Image, ImageCms

MAX_PROFILE_BYTES = 4 * 1024 * 1024
_PAPER = (255, 255, 255)
_FULL_COLOUR = {"1": "L", "P": "RGB"}
_SIXTEEN_BIT = ("I;16", "I;16B", "I")
_PROFILED = ("L", "RGB", "RGBA", "CMYK")
_UPRIGHT_BY = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def reduced(image: Image.Image, scale: float) -> Image.Image:
    """Average whole pixels of a decoded image down to no less than ``scale`` of its size, in full colour.

    Before anything else is done to it: a copy of all pixels costs more memory than the result.
    """
    image = _in_full_colour(image)
    factor = int(1 / scale)
    return image if factor < 2 else image.reduce(factor)


def in_srgb(image: Image.Image) -> Image.Image:
    """Return it as RGB or RGBA, its colour profile followed where it can be."""
    mode = "RGBA" if image.mode == "RGBA" else "RGB"
    profile = image.info.get("icc_profile") or b""
    if not profile or len(profile) > MAX_PROFILE_BYTES or image.mode not in _PROFILED:
        return image if image.mode == mode else image.convert(mode)
    try:
        return _through_profile(image, profile, mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        # A broken profile, or one for another kind of picture: the colours are then taken as sRGB.
        return image if image.mode == mode else image.convert(mode)


def upright(image: Image.Image, orientation: int) -> Image.Image:
    """Undo an orientation of EXIF, 1 to 8."""
    return image.transpose(_UPRIGHT_BY[orientation]) if orientation in _UPRIGHT_BY else image


def on_paper(image: Image.Image) -> Image.Image:
    """Lay white behind what is transparent."""
    if image.mode != "RGBA":
        return image
    paper = Image.new("RGB", image.size, _PAPER)
    paper.paste(image, mask=image.getchannel("A"))
    return paper


def _in_full_colour(image: Image.Image) -> Image.Image:
    """Eight bits a channel and no palette, in which pixels can be averaged."""
    image.load()
    if image.mode in _SIXTEEN_BIT:
        return _in_eight_bits(image)
    wanted = "RGBA" if image.has_transparency_data else _FULL_COLOUR.get(image.mode, image.mode)
    return image if image.mode == wanted else image.convert(wanted)


def _in_eight_bits(image: Image.Image) -> Image.Image:
    # Pillow's own conversion cuts off above 255 where it should divide, and whitens a transparent tone.
    image = image.convert("I").point(lambda value: value / 257).convert("L")
    image.info.pop("transparency", None)
    return image


def _through_profile(image: Image.Image, profile: bytes, mode: str) -> Image.Image:
    own = ImageCms.ImageCmsProfile(BytesIO(profile))
    converted = ImageCms.profileToProfile(image, own, ImageCms.createProfile("sRGB"), outputMode=mode)
    return converted or image.convert(mode)
