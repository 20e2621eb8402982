"""Changing what a picture shows: other bytes, a part of it, and making one of two that look alike."""

from pathlib import PurePosixPath

from django import forms
from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from articles.desk.pictures import cropping, keeping, merging, replacing, uses
from articles.images.inspect import FORMATS, MAX_BYTES, PictureRefused
from articles.images.renditions import Box
from articles.models import Image

from . import library_list
from .library_facts import shapes_of
from .library_upload import could_not_be_written
from .site import desk

# A picture that was uploaded to replace another waits so long for the answer; `sweep_pictures` finds it later.
WAITS_SECONDS = 50 * 60
CONTENT_TYPES = {form.suffix: form.mime for form in FORMATS.values()}
SALT = "replace picture"
# The place in a ladder of widths that fills half a screen.
PREVIEW_RUNG = 3


def urls(admin_view):
    pages = {"replace": replace_view, "crop": crop_view, "alike": alike_view}
    own = [
        path(f"<int:pk>/{name}/", admin_view(view), name=f"articles_image_{name}")
        for name, view in pages.items()
    ]
    own.append(path("<int:pk>/former/<int:number>/", admin_view(former_view), name="articles_image_former"))
    return [*own, path("<int:pk>/merge/<int:other>/", admin_view(merge_view), name="articles_image_merge")]


def may_change(user):
    """Whether the user may change what pictures show, wherever they are shown."""
    return user.has_perm("articles.change_image")


def may_merge(user):
    """Whether the user may make one picture of two, of which the other is deleted."""
    return may_change(user) and user.has_perm("articles.delete_image")


def _asked_for(request, pk):
    if not may_change(request.user):
        raise PermissionDenied
    return get_object_or_404(Image, pk=pk)


def _page(request, name, image, *, status=200, **context):
    common = {**desk.each_context(request), "opts": Image._meta, "image": image, "subtitle": None}
    used = uses.articles_with(image).count()
    common["used"] = ngettext(
        "%(count)d article shows this picture.", "%(count)d articles show this picture.", used
    ) % {"count": used}
    return TemplateResponse(request, f"admin/articles/image/{name}.html", common | context, status=status)


# Other bytes


class ReplaceForm(forms.Form):
    file = forms.FileField(
        label=_("The new picture"), widget=forms.FileInput({"accept": "image/*,.heic,.heif"})
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            told = {"most": filesizeformat(MAX_BYTES)}
            raise forms.ValidationError(gettext("The file is larger than %(most)s.") % told)
        return file


def replace_view(request, pk):
    image = _asked_for(request, pk)
    if request.method == "POST" and "former" in request.POST:
        former = _former(image).get(request.POST["former"])
        if former is None:
            raise Http404
        return _replaced(
            request, image, lambda: replacing.put_back(image, former, by=request.user, at=timezone.now())
        )
    if request.method == "POST" and "new" in request.POST:
        return _replaced(request, image, lambda: _with_uploaded(request, image))
    form = ReplaceForm(request.POST or None, request.FILES or None)
    new = None
    if request.method == "POST" and form.is_valid():
        new = _looked_at(form, image)
    context = {"form": form, "title": gettext("Replace the picture")}
    if new:
        context |= {
            "new": new,
            "address": _address_of(new, image),
            "signed": signing.dumps([image.pk, new.file], salt=SALT),
            "is_smaller": new.width < image.width,
            "has_other_shape": not replacing.has_same_shape(image, new),
        }
    return _page(request, "replace", image, former=_former(image).values(), **context)


def _address_of(new, image):
    """Where the new bytes are seen: the address of those that the picture had before leads to what it is now."""
    former = image.former_files.filter(file=new.file).first()
    return reverse("admin:articles_image_former", args=[image.pk, former.pk]) if former else new.url


def _former(image):
    """What can be put back, as ``{number as text: former file}``, the last one first."""
    return {str(each.pk): each for each in image.former_files.filter(number=None).order_by("-pk")}


def _looked_at(form, image):
    """Keep the uploaded bytes to be looked at; None where they are no picture, which the form then says."""
    try:
        new = keeping.store(form.cleaned_data["file"].read()).image
    except PictureRefused as refused:
        form.add_error("file", refused.reason)
    except OSError as error:
        form.add_error("file", could_not_be_written(error))
    else:
        if new.sha256 != image.sha256:
            return new
        form.add_error("file", gettext("This is the picture that is there already."))
    return None


def _with_uploaded(request, image):
    try:
        pk, file = signing.loads(request.POST["new"], salt=SALT, max_age=WAITS_SECONDS)
    except signing.SignatureExpired:
        raise
    except signing.BadSignature as error:
        raise Http404 from error
    if pk != image.pk:
        raise Http404
    with default_storage.open(file) as stored:
        data = stored.read()
    return replacing.replace(image, data, by=request.user, at=timezone.now())


def _replaced(request, image, replace):
    try:
        replace()
    except replacing.KnownAlready as known:
        if may_merge(request.user):
            messages.warning(request, str(known))
            return redirect("admin:articles_image_merge", image.pk, known.image.pk)
        messages.warning(request, gettext("The library has this picture already. It is shown here."))
        return redirect("admin:articles_image_change", known.image.pk)
    except signing.SignatureExpired:
        messages.error(request, gettext("The new picture waited too long: choose it once more."))
        return redirect("admin:articles_image_replace", image.pk)
    except OSError as error:
        messages.error(request, could_not_be_written(error))
        return redirect("admin:articles_image_replace", image.pk)
    messages.success(request, gettext("The picture is replaced wherever it is shown."))
    return redirect("admin:articles_image_change", image.pk)


def former_view(request, pk, number):
    """The bytes of what a picture was before: their own address leads readers to what it is now."""
    former = get_object_or_404(_asked_for(request, pk).former_files, pk=number)
    try:
        file = default_storage.open(former.file)
    except OSError as error:
        raise Http404 from error
    return FileResponse(file, content_type=CONTENT_TYPES[PurePosixPath(former.file).suffix])


# A part of it


class CropForm(forms.Form):
    left = forms.IntegerField(label=_("From the left"), min_value=0)
    top = forms.IntegerField(label=_("From the top"), min_value=0)
    width = forms.IntegerField(label=_("Width"), min_value=1)
    height = forms.IntegerField(label=_("Height"), min_value=1)

    def box(self):
        return Box(*(self.cleaned_data[name] for name in Box._fields))


def crop_view(request, pk):
    image = _asked_for(request, pk)
    form = CropForm(request.POST or None, initial=image.original.box._asdict())
    if request.method == "POST" and ("whole" in request.POST or form.is_valid()):
        try:
            box = None if "whole" in request.POST else form.box()
            cropping.crop(image, box, by=request.user, at=timezone.now())
        except cropping.BadCrop as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, gettext("The picture is cut wherever it is shown; its original stays whole.")
            )
            return redirect("admin:articles_image_change", image.pk)
    whole = Image(sha256=image.sha256, width=image.width, height=image.height)
    return _page(
        request,
        "crop",
        image,
        title=gettext("Crop the picture"),
        form=form,
        preview=whole.srcset()[-1][0],
        previews=library_list.as_srcset(whole.srcset()),
        shapes=shapes_of(image),
        least=cropping.LEAST_SIDE_PX,
    )


# Two that look alike


def alike_view(request, pk):
    image = _asked_for(request, pk)
    return _page(
        request,
        "alike",
        image,
        title=gettext("Pictures that look alike"),
        sides=[_side(each) for each in (image, *merging.alike(image))],
        may_merge=may_merge(request.user),
    )


def _side(image):
    try:
        length = filesizeformat(default_storage.size(image.file))
    except OSError:
        length = gettext("The original is lost")
    return {
        "image": image,
        "length": length,
        "used": uses.articles_with(image).count(),
        "preview": image.srcset()[:PREVIEW_RUNG][-1][0],
    }


class MergeForm(forms.Form):
    """Which of two pictures stays, and whose words, for each where they differ."""

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = {str(each.pk): each for each in pair}
        larger = max(pair, key=lambda each: (each.width * each.height, each.alt != "", -each.pk))
        self.fields["stays"] = forms.ChoiceField(
            label=_("Which one stays"),
            choices=[
                (pk, f"{place} · {each.width} × {each.height}")
                for place, (pk, each) in zip(
                    (gettext("The first"), gettext("The second")), self.pair.items(), strict=True
                )
            ],
            widget=forms.RadioSelect,
            initial=str(larger.pk),
        )
        for name in merging.MERGED_WORDS:
            self._ask(name, larger)

    def _ask(self, name, larger):
        said = {pk: getattr(each, name) for pk, each in self.pair.items()}
        if len(set(said.values())) == 1:
            return
        written = [pk for pk, value in said.items() if value]
        usual = written[0] if len(written) == 1 else str(larger.pk)
        choices = [(pk, value or gettext("Nothing")) for pk, value in said.items()]
        label = Image._meta.get_field(name).verbose_name
        self.fields[name] = forms.ChoiceField(
            label=str(label).capitalize(), choices=choices, widget=forms.RadioSelect, initial=usual
        )

    def sides(self):
        stays = self.cleaned_data["stays"]
        (goes,) = self.pair.keys() - {stays}
        return self.pair[stays], self.pair[goes]

    def words(self):
        chosen = {name: self.cleaned_data[name] for name in merging.MERGED_WORDS if name in self.fields}
        return {name: getattr(self.pair[pk], name) for name, pk in chosen.items()}


def merge_view(request, pk, other):
    image = _asked_for(request, pk)
    second = get_object_or_404(Image, pk=other)
    if image == second:
        raise Http404
    if not may_merge(request.user):
        raise PermissionDenied
    form = MergeForm(request.POST or None, pair=(image, second))
    if request.method == "POST" and form.is_valid():
        stays, goes = form.sides()
        try:
            merging.merge(stays, goes, by=request.user, at=timezone.now(), **form.words())
        except Image.DoesNotExist as error:
            raise Http404 from error
        messages.success(
            request, gettext("The two are one picture now, in every article that showed either.")
        )
        return redirect("admin:articles_image_change", stays.pk)
    sides = [_side(each) for each in (image, second)]
    return _page(request, "merge", image, title=gettext("Make one picture of two"), sides=sides, form=form)
