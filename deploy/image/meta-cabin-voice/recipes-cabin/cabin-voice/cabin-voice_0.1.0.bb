SUMMARY = "Voice assistant that lives in a car"
DESCRIPTION = "Wake word, echo cancelling and turn taking on the board, a realtime speech model in the cloud, \
and a quantised one on the board for when the link is gone. Reads the state of the car from CAN."
HOMEPAGE = "https://example.invalid/cabin-voice"
BUGTRACKER = "https://example.invalid/cabin-voice/issues"
SECTION = "multimedia"
CVE_PRODUCT = "cabin-voice"
LICENSE = "Apache-2.0"
LIC_FILES_CHKSUM = "file://usr/share/doc/cabin-voice/copyright;md5=1b2d5a009741429eedf92f85844d1cd0"

# The package that `make deb ARCH=arm64` leaves in dist/, beside which the layer is kept: it carries its Python packages, pinned by
# hash, so that the board has the very bytes that were tested.
# They are made for Python 3.11: see LAYERSERIES_COMPAT.
FILESPATH = "${THISDIR}/../../../../../dist"
SRC_URI = "file://cabin-voice_${PV}_arm64.deb;subdir=${BP}"

inherit systemd useradd

COMPATIBLE_HOST = "aarch64.*-linux"

SYSTEMD_SERVICE:${PN} = "cabin-voice.service cabin-voice-model.service cabin-voice-key.path"

USERADD_PACKAGES = "${PN}"
GROUPADD_PARAM:${PN} = "--system cabin-voice; --system cabin-voice-model"
USERADD_PARAM:${PN} = "--system --home-dir ${localstatedir}/lib/cabin-voice --no-create-home --shell /sbin/nologin \
    --gid cabin-voice --groups audio,cabin-voice-model cabin-voice; \
    --system --home-dir / --no-create-home --shell /sbin/nologin --gid cabin-voice-model cabin-voice-model"

do_configure[noexec] = "1"
do_compile[noexec] = "1"

do_install() {
    cp -R --no-dereference --preserve=mode,links,timestamps ${S}/usr ${S}/etc ${D}/
    chown -R root:root ${D}
}

FILES:${PN} += "${nonarch_libdir} ${systemd_system_unitdir} ${datadir}/polkit-1"

CONFFILES:${PN} = "${sysconfdir}/cabin-voice/cabin.toml"

# Wheels come stripped, and find their libraries beside themselves.
INSANE_SKIP:${PN} += "already-stripped file-rdeps"

RDEPENDS:${PN} += "\
    alsa-lib \
    ca-certificates \
    espeak \
    iproute2 \
    portaudio-v19 \
    python3-core \
    python3-modules \
"

# By it logind lets the daemon ask for time before a suspend; the image needs polkit in its DISTRO_FEATURES for it.
RRECOMMENDS:${PN} += "${@bb.utils.contains('DISTRO_FEATURES', 'polkit', 'polkit', '', d)}"
