SUMMARY = "Image of a board that runs Cabin Voice and is updated by RAUC"
DESCRIPTION = "A small system: systemd, networkd, the sound and CAN kernel modules, Cabin Voice and RAUC."
LICENSE = "Apache-2.0"

inherit core-image

IMAGE_FEATURES += "read-only-rootfs"

IMAGE_INSTALL:append = " \
    cabin-voice \
    kernel-modules \
    rauc \
    rauc-hawkbit-updater \
"

IMAGE_FSTYPES = "ext4"
