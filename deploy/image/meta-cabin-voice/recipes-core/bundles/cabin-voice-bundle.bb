SUMMARY = "RAUC bundle of the Cabin Voice image"
DESCRIPTION = "Signed; RAUC_KEY_FILE and RAUC_CERT_FILE are set by the build that owns the key."
LICENSE = "Apache-2.0"

inherit bundle

RAUC_BUNDLE_COMPATIBLE = "cabin-voice-board"
RAUC_BUNDLE_VERSION = "${PV}"
RAUC_BUNDLE_FORMAT = "verity"
RAUC_BUNDLE_SLOTS = "rootfs"
RAUC_SLOT_rootfs = "cabin-voice-image"
RAUC_SLOT_rootfs[fstype] = "ext4"
