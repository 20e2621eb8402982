"""Pictures made by code: what an archive, a camera and an attacker send."""

import struct
import zlib
from io import BytesIO

import pillow_heif
from PIL import ExifTags, Image, ImageCms, PngImagePlugin

RED, GREEN, BLUE, WHITE = (220, 30, 30), (30, 180, 60), (30, 60, 200), (255, 255, 255)
# A film by that name is appended to pictures by some phones.
APPENDED = b"\0\0\0\x18ftypmp42" + b"film" * 100

XMP = """<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
 xmlns:Iptc4xmpCore="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" photoshop:Credit="新华社">
<dc:creator><rdf:Seq><rdf:li>李明</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt>
<rdf:li xml:lang="x-default">消防员在\n 基辅郊外灭火</rdf:li></rdf:Alt></dc:description>
<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">© 2022 新华社</rdf:li></rdf:Alt></dc:rights>
<Iptc4xmpCore:AltTextAccessibility><rdf:Alt><rdf:li xml:lang="x-default">两名消防员</rdf:li></rdf:Alt>
</Iptc4xmpCore:AltTextAccessibility></rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="w"?>""".encode()


def encode(image, form="JPEG", **options):
    written = BytesIO()
    image.save(written, form, **options)
    return written.getvalue()


def decode(data):
    image = Image.open(BytesIO(data))
    image.load()
    return image


def scene(width=48, height=32):
    """Red above left, green above right, blue below: tells every orientation from every other."""
    image = Image.new("RGB", (width, height), BLUE)
    image.paste(RED, (0, 0, width // 2, height // 2))
    image.paste(GREEN, (width // 2, 0, width, height // 2))
    return image


def looks_like_scene(image):
    """Whether the three colours stand where ``scene`` puts them, within what a lossy encoder changes."""
    image = image.convert("RGB")
    width, height = image.size
    spots = {(0.2, 0.2): RED, (0.8, 0.2): GREEN, (0.2, 0.8): BLUE, (0.8, 0.8): BLUE}
    return all(
        is_close(image.getpixel((int(x * width), int(y * height))), colour)
        for (x, y), colour in spots.items()
    )


def is_close(found, wanted, within=40):
    return all(abs(one - other) <= within for one, other in zip(found, wanted, strict=True))


_STORED_BY = {
    1: None,
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_90,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_270,
}


def stored_as(orientation):
    """The scene's pixels as a camera held that way stores them."""
    method = _STORED_BY[orientation]
    return scene() if method is None else scene().transpose(method)


def turned(orientation, form="JPEG"):
    """The scene as a camera held that way stores it."""
    return encode(stored_as(orientation), form, exif=exif(orientation=orientation))


def exif(*, orientation=1):
    """EXIF of a telephone that knows where it is."""
    tags = Image.Exif()
    tags[ExifTags.Base.Orientation] = orientation
    tags[ExifTags.Base.Make] = "Telephone"
    tags[ExifTags.Base.Artist] = "Jane Doe"
    tags[ExifTags.Base.ImageDescription] = "A ferry leaves the port of Piraeus"
    position = tags.get_ifd(ExifTags.IFD.GPSInfo)
    position[ExifTags.GPS.GPSLatitudeRef] = "N"
    position[ExifTags.GPS.GPSLatitude] = (37.0, 56.0, 34.0)
    return tags


def with_words(form, packet=XMP):
    """The scene with an XMP packet where that format keeps it."""
    if form != "PNG":
        return encode(scene(), form, xmp=packet)
    words = PngImagePlugin.PngInfo()
    words.add_itxt("XML:com.adobe.xmp", packet.decode())
    return encode(scene(), form, pnginfo=words)


def private_jpeg():
    """A photograph with position, camera, XMP, IPTC, comment, profile and a film behind it."""
    data = encode(scene(), exif=exif(), xmp=XMP, comment=b"taken at home", icc_profile=srgb_profile())
    return data[:2] + iptc_segment({80: "王芳".encode(), 120: "港口".encode()}) + data[2:] + APPENDED


def iptc_segment(values):
    """A JPEG segment with IPTC data sets of record 2, by number."""
    sets = b"".join(
        b"\x1c\x02" + struct.pack(">BH", number, len(value)) + value for number, value in values.items()
    )
    sets += b"\0" * (len(sets) % 2)
    block = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(sets)) + sets
    return b"\xff\xed" + struct.pack(">H", len(block) + 2) + block


def jpeg_with_iptc(values):
    data = encode(scene())
    return data[:2] + iptc_segment(values) + data[2:]


def srgb_profile():
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()


def profile_of_swapped_colours():
    """A colour profile by which red is meant to be shown as blue and blue as red."""
    return srgb_profile().replace(b"rXYZ", b"____").replace(b"bXYZ", b"rXYZ").replace(b"____", b"bXYZ")


def png_chunk(kind, payload):
    return struct.pack(">I", len(payload)) + kind + payload + struct.pack(">I", zlib.crc32(kind + payload))


def raw_png(width, height, *, bits=8, colour=2, chunks=b"", pixels=b""):
    """A PNG written chunk by chunk; ``colour`` as its header counts: 0 grey, 2 RGB, 4 and 6 with alpha."""
    header = struct.pack(">IIBBBBB", width, height, bits, colour, 0, 0, 0)
    body = png_chunk(b"IHDR", header) + chunks + png_chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + body + png_chunk(b"IEND", b"")


def png_text(**words):
    return b"".join(png_chunk(b"tEXt", f"{keyword}\0{text}".encode()) for keyword, text in words.items())


def animation(form, **options):
    """Frames of which the first is the scene."""
    others = [Image.new("RGB", (48, 32), (number % 250, 90, 90)) for number in (1, 2)]
    return encode(scene(), form, save_all=True, append_images=others, duration=40, **options)


def long_animation(form, number=501):
    """More frames than are kept moving, the first the scene."""
    others = [Image.new("RGB", (48, 32), (i % 256, i // 256 * 60, 90)) for i in range(number - 1)]
    more = {"AVIF": {"speed": 10}, "WEBP": {"lossless": True}}.get(form, {})
    return encode(scene(), form, save_all=True, append_images=others, **more)


def heic(image=None, **options):
    """The picture as a telephone stores it; the scene where nothing is said."""
    written = BytesIO()
    pillow_heif.from_pillow(image or scene()).save(written, quality=90, **options)
    return written.getvalue()


def gif_of_frames(number):
    frame = b",\0\0\0\0\1\0\1\0\0\2\2\x44\1\0"
    return b"GIF89a\1\0\1\0\x80\0\0\0\0\0\xff\xff\xff" + frame * number + b";"


EVERY_FORMAT = {
    form: encode(scene(), form.upper(), **options)
    for form, options in {"jpeg": {"quality": 90}, "png": {}, "webp": {}, "avif": {}, "gif": {}}.items()
}
