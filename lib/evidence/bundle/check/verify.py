#!/usr/bin/env python3
"""Checks an Attestry evidence bundle offline, with nothing but Python (3.8 or newer):

  python3 verify.py BUNDLE.zip           a bundle as it was downloaded
  python3 verify.py FOLDER               one that was unpacked; without a name: the folder that this file is in
    --key KID-OR-PEM-FILE                whose key is expected, as you had it from them by another way
    --jwks FILE                          the same from a saved /.well-known/jwks.json
    --reveal ID POINTER VALUE SALT       whether a redacted value is this one: VALUE as JSON text, SALT in hex

It ends with 0 when all is as it was signed, 1 when something is not, 2 when it could not be asked. Numbers of records are
never parsed: what is compared are bytes. The signature is checked by RFC 8032's own arithmetic, written out below.
"""

import array
import base64
import binascii
import functools
import hashlib
import io
import json
import os
import re
import struct
import sys
import unicodedata
import zlib

FORMAT = "attestry-evidence/2"
ORDER = [
    "content.json", "records.jsonl", "records.leaves", "records.csv", "schema.json", "provenance.jsonl",
    "attestation.json", "attestation.sig", "public-key.pem", "timestamp.tsr", "report.pdf", "records.xlsx",
    "VERIFY.md", "verify.mjs", "verify.py",
]
NEEDED = [
    "content.json", "records.jsonl", "records.leaves", "schema.json", "provenance.jsonl",
    "attestation.json", "attestation.sig", "public-key.pem",
]
# Those that the signature itself is about, or that are needed to check it.
UNLISTED = ["attestation.json", "attestation.sig", "public-key.pem", "content.json"]
KEPT = ["content.json", "attestation.json", "attestation.sig", "public-key.pem", "timestamp.tsr"]
SLICE_BYTES = 1 << 20
SMALL_BYTES_MAX = 16 << 20
LINE_BYTES_MAX = 128 << 20
NAME_BYTES_MAX = 255
FILES_MAX = 100
NAMED_MAX = 20
LOOKED_AT_MAX = 10_000
COMPARED_MAX = 4_000_000
FULL_32 = 0xFFFFFFFF
NO_HASH = bytes(32)
DAMAGED = "what is packed in it is damaged"
# How the line of an erased record begins; and the mark in records.leaves of one that came in so.
ERASED, OWN = b'{"$erased":', b" own"
IS_HASH = re.compile(rb"[0-9a-f]{64} ").fullmatch
# The points of small order, also as nobody should write them, without their sign: under such a key anything is signed.
NO_KEYS = {
    bytes.fromhex(point)
    for point in (
        "00" * 32,
        "01" + "00" * 31,
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "ec" + "ff" * 30 + "7f",
        "ed" + "ff" * 30 + "7f",
        "ee" + "ff" * 30 + "7f",
    )
}


class Checks:
    """What was checked: (whether it is right, a sentence)."""

    def __init__(self):
        self.all = []

    def note(self, ok, good, bad):
        self.all.append((bool(ok), good if ok else bad))

    def fail(self, says):
        self.all.append((False, says))

    @property
    def good(self):
        return all(ok for ok, _ in self.all)


def check_bundle(bundle, keys=None, reveal=None):
    """Checks a bundle: a Zip, or a list of Members. Never raises for what a bundle holds. Returns (Checks, kid)."""
    checks = Checks()
    is_zip = isinstance(bundle, Zip)
    members = bundle.members(checks) if is_zip else bundle
    named = {member.name: member for member in members}
    check_names(members, is_zip, checks)
    scans = {}
    for member in members:
        if member.name not in scans:
            scans[member.name] = Scan(member)
    if is_zip:
        check_bytes_around(bundle, members, scans, checks)
    attestation = parsed(scans, "attestation.json", checks)
    content = parsed(scans, "content.json", checks)
    kid = check_signature(scans, attestation, checks)
    if keys is not None:
        check_key(kid, content, keys, checks)
    check_files(scans, content, attestation, checks)
    check_records(named, scans, content, attestation, checks)
    check_timestamp(scans, attestation, checks)
    if reveal:
        check_reveal(named, reveal, content, checks)
    return checks, kid


# The ZIP --------------------------------------------------------------------------------------------------------------


class Zip:
    """A file that can be read at any place: one on disk, or bytes."""

    def __init__(self, file):
        self.file = file
        self.size = file.seek(0, io.SEEK_END)

    def read(self, start, count):
        self.file.seek(start)
        return self.file.read(count)

    def exactly(self, start, count):
        if start < 0 or count < 0 or start + count > self.size:
            raise ValueError("beyond the end")
        return self.read(start, count)

    def members(self, checks):
        try:
            return self.from_directory()
        except (ValueError, struct.error):
            checks.fail("The directory at the end of the ZIP cannot be read; its files were looked for one by one.")
            return self.from_headers()

    def from_directory(self):
        """The files by the directory at the end, also of a ZIP that another program made."""
        tail_from = max(0, self.size - 66_000)
        tail = self.read(tail_from, self.size - tail_from)
        end = tail.rfind(b"PK\x05\x06", 0, max(0, len(tail) - 18))
        if end < 0:
            raise ValueError("no end")
        count, start = struct.unpack_from("<II", tail, end + 12)
        if end >= 20 and tail[end - 20 : end - 16] == b"PK\x06\x07":
            (at,) = struct.unpack_from("<Q", tail, end - 12)
            count, start = struct.unpack_from("<QQ", self.exactly(at, 56), 40)
        if count > SMALL_BYTES_MAX:
            raise ValueError("no directory of ours")
        directory = self.exactly(start, count)
        members, at = [], 0
        while at < count:
            if directory[at : at + 4] != b"PK\x01\x02":
                raise ValueError("no entry")
            (method,) = struct.unpack_from("<H", directory, at + 10)
            stored, size, name_bytes, extra_bytes, comment_bytes = struct.unpack_from("<IIHHH", directory, at + 20)
            (offset,) = struct.unpack_from("<I", directory, at + 42)
            name = directory[at + 46 : at + 46 + name_bytes].decode("utf-8", "replace")
            extra = directory[at + 46 + name_bytes : at + 46 + name_bytes + extra_bytes]
            size, stored, offset = enlarged([size, stored, offset], extra)
            if len(members) == FILES_MAX or name_bytes > NAME_BYTES_MAX:
                raise ValueError("no directory of ours")
            local = self.exactly(offset, 30)
            if local[:4] != b"PK\x03\x04":
                raise ValueError("no header")
            begin = offset + 30 + sum(struct.unpack_from("<HH", local, 26))
            if begin + stored > self.size:
                raise ValueError("beyond the end")
            members.append(Member(name, self, begin, size, stored, method))
            at += 46 + name_bytes + extra_bytes + comment_bytes
        return members

    def from_headers(self):
        """The files by the headers that stand before each, as far as they can be followed."""
        members, offset = [], 0
        while offset + 30 <= self.size and len(members) < FILES_MAX:
            local = self.read(offset, 30 + 2 * 0xFFFF)
            if local[:4] != b"PK\x03\x04":
                break
            (method,) = struct.unpack_from("<H", local, 8)
            stored, size, name_bytes, extra_bytes = struct.unpack_from("<IIHH", local, 18)
            if 30 + name_bytes + extra_bytes > len(local) or name_bytes > NAME_BYTES_MAX:
                break
            size, stored = enlarged([size, stored], local[30 + name_bytes : 30 + name_bytes + extra_bytes])
            begin = offset + 30 + name_bytes + extra_bytes
            if begin + stored > self.size:
                break
            name = local[30 : 30 + name_bytes].decode("utf-8", "replace")
            members.append(Member(name, self, begin, size, stored, method))
            offset = begin + stored
        return members


def enlarged(numbers, extra):
    """Numbers that did not fit into 32 bits stand in zip64's field."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == 1:
            at += 4
            for index, number in enumerate(numbers):
                if number == FULL_32 and at + 8 <= len(extra):
                    (numbers[index],) = struct.unpack_from("<Q", extra, at)
                    at += 8
            break
        at += 4 + length
    return numbers


class Member:
    """One file of a bundle, within a ZIP or a folder."""

    def __init__(self, name, source, start, size, stored, method=0):
        self.name, self.source, self.start, self.size = name, source, start, size
        self.stored, self.method = stored, method

    def parts(self):
        at, stop = self.start, self.start + self.stored
        unpack = zlib.decompressobj(-15) if self.method == 8 else None
        if self.method not in (0, 8):
            raise ValueError("packed by a method (%d) that is not known here" % self.method)
        while at < stop:
            part = self.source.read(at, min(SLICE_BYTES, stop - at))
            if not part:
                raise ValueError("it ends too early")
            at += len(part)
            while part and unpack:
                yield unpack.decompress(part, SLICE_BYTES)
                part = unpack.unconsumed_tail
            if part:
                yield part
        if unpack:
            yield unpack.flush()
            if not unpack.eof or unpack.unused_data:
                raise ValueError(DAMAGED)

    def lines(self):
        """Its lines without their line ends, whatever slices they come in."""
        held, bytes_held = [], 0
        for part in self.parts():
            pieces = part.split(b"\n")
            bytes_held += len(pieces[0])
            if bytes_held > LINE_BYTES_MAX:
                raise ValueError("a line is longer than any record")
            held.append(pieces.pop(0))
            if pieces:
                yield b"".join(held)
                held = [pieces.pop()]
                bytes_held = len(held[0])
                yield from pieces
        if bytes_held:
            yield b"".join(held)


def check_bytes_around(bundle, members, scans, checks):
    """Makes every byte around the files anew from the files themselves, and compares: what was packed by another
    program, or has one byte flipped in a header, is found."""
    offset, directory, made = 0, b"", []
    for member in members:
        scan, name = scans[member.name], member.name.encode("utf-8", "replace")
        large, far = scan.bytes >= FULL_32, offset >= FULL_32
        size = FULL_32 if large else scan.bytes
        extra = struct.pack("<HHQQ", 1, 16, scan.bytes, scan.bytes) if large else b""
        head = common(large, scan.crc, size, name, extra)
        header = b"PK\x03\x04" + head + name + extra
        made.append((offset, header))
        numbers = ([scan.bytes, scan.bytes] if large else []) + ([offset] if far else [])
        extra = struct.pack("<HH%dQ" % len(numbers), 1, 8 * len(numbers), *numbers) if numbers else b""
        head = common(large or far, scan.crc, size, name, extra)
        place = struct.pack("<HHHII", 0, 0, 0, 0o100644 << 16, FULL_32 if far else offset)
        directory += b"PK\x01\x02" + struct.pack("<H", 0x032D) + head + place + name + extra
        offset += len(header) + scan.bytes
    count, length = len(members), len(directory)
    if offset >= FULL_32 or length >= FULL_32 or count >= 0xFFFF:
        directory += struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 0x032D, 45, 0, 0, count, count, length, offset)
        directory += struct.pack("<4sIQI", b"PK\x06\x07", 0, offset + length, 1)
        directory += struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, FULL_32, FULL_32, 0)
    else:
        directory += struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, count, count, length, offset, 0)
    made.append((offset, directory))
    expected = offset + len(directory)
    differs = [] if expected == bundle.size else [min(expected, bundle.size)]
    for at, wanted in made:
        found = bundle.read(at, len(wanted))
        if found != wanted:
            differs.append(at + next((i for i, pair in enumerate(zip(found, wanted)) if pair[0] != pair[1]), len(found)))
    around = sum(len(wanted) for _, wanted in made)
    checks.note(
        not differs,
        "The ZIP is as it was made: %d files, and each of the %d bytes around them." % (count, around),
        "The ZIP itself is not as it was made: it differs around its files, first at byte %d of %d."
        % (min(differs, default=0), bundle.size),
    )


def common(large, crc, size, name, extra):
    return struct.pack(
        "<HHHHHIIIHH", 45 if large else 20, 0x0800, 0, 0, 0x0021, crc, size, size, len(name), len(extra)
    )


# Names and hashes -----------------------------------------------------------------------------------------------------


def check_names(members, is_zip, checks):
    names = [member.name for member in members]
    strange = [name for name in names if name not in ORDER]
    twice = [name for at, name in enumerate(names) if name in names[:at]]
    missing = [name for name in NEEDED if name not in names]
    wrong = []
    if strange:
        wrong.append("%s does not belong into a bundle" % quoted(strange))
    if twice:
        wrong.append("%s is there twice" % quoted(twice))
    if missing:
        wrong.append("%s is missing" % quoted(missing))
    if is_zip and not strange and not twice and names != [name for name in ORDER if name in names]:
        wrong.append("the files stand in another order")
    said = "; ".join(wrong)
    good = "All files that a bundle needs are there%s." % (", and no others" if is_zip else "")
    checks.note(not wrong, good, said[:1].upper() + said[1:] + ".")


class Scan:
    """A file read once: its size, its sums, and of lines what the tree over them needs."""

    def __init__(self, member):
        self.bytes, self.crc, self.small, self.broken, self.lines = 0, 0, None, None, None
        self.sum = hashlib.sha256()
        kept = [] if member.name in KEPT and member.size <= SMALL_BYTES_MAX else None
        try:
            if member.name in ("records.jsonl", "records.leaves"):
                self.lines = (of_records if member.name == "records.jsonl" else of_leaves)(self.cut(member))
            else:
                for part in self.summed(member):
                    if kept is not None and self.bytes <= SMALL_BYTES_MAX:
                        kept.append(part)
        except zlib.error:
            self.broken = DAMAGED
        except ValueError as error:
            self.broken = str(error)
        self.sha256 = self.sum.hexdigest()
        self.small = None if kept is None else b"".join(kept)

    def summed(self, member):
        for part in member.parts():
            self.bytes += len(part)
            self.crc = zlib.crc32(part, self.crc)
            self.sum.update(part)
            yield part

    def cut(self, member):
        whole = Member(member.name, None, 0, 0, 0)
        whole.parts = lambda: self.summed(member)
        return whole.lines()


class Lines:
    """What is known of lines: how many, the beginning of each hash, all hashes as one sum, the Merkle root."""

    def __init__(self):
        self.hashes, self.chain, self.full, self.count, self.order = array.array("Q"), hashlib.sha256(), [], 0, None
        self.erased, self.own = 0, []

    def note(self, leaf):
        self.count += 1
        self.chain.update(leaf)
        self.hashes.append(int.from_bytes(leaf[:8], "big"))

    def add(self, leaf):
        # RFC 6962 section 2.1: each one bit at the end of the size is a full subtree as large as what stands to its right.
        top, rest, full, sha256 = leaf, self.count, self.full, hashlib.sha256
        while rest & 1:
            top = sha256(b"\x01" + full.pop() + top).digest()
            rest >>= 1
        full.append(top)
        self.note(leaf)

    def root(self):
        if not self.full:
            return hashlib.sha256(b"").hexdigest()
        fold = lambda right, left: hashlib.sha256(b"\x01" + left + right).digest()
        return functools.reduce(fold, reversed(self.full[:-1]), self.full[-1]).hex()


def of_records(lines):
    found, sha256 = Lines(), hashlib.sha256
    add = found.add
    for line in lines:
        add(sha256(b"\x00" + line).digest())
        if line.startswith(ERASED):
            found.erased += 1
    return found


def of_leaves(lines):
    found, before = Lines(), None
    for line in lines:
        leaf, name, own = leaf_of(line)
        found.note(leaf)
        if own:
            found.erased += 1
            if len(found.own) < NAMED_MAX:
                found.own.append(name)
        # UTF-8 sorts by code points, as Python's texts do.
        if before is not None and name <= before and found.order is None:
            twice = "%s stands twice" % quoted([name])
            found.order = twice if name == before else "%s stands after %s" % (quoted([name]), quoted([before]))
        before = name
    return found


def root_of_leaves(member):
    found = Lines()
    for line in member.lines():
        found.add(leaf_of(line)[0])
    return found.root()


def leaf_of(line):
    """A line of records.leaves: (hash, id, whether it is marked); what is none gets a hash that no record has."""
    own = line.endswith(OWN)
    try:
        name = json.loads((line[65 : -len(OWN)] if own else line[65:]).decode("utf-8"))
        if IS_HASH(line[:65]) and isinstance(name, str):
            return binascii.unhexlify(line[:64]), name, own
    except (ValueError, RecursionError):
        pass
    return NO_HASH, line[65:].decode("utf-8", "replace"), False


def check_files(scans, content, attestation, checks):
    for name, scan in scans.items():
        if scan.broken:
            checks.fail("%s cannot be read: %s." % (printable(name), scan.broken))
    own = scans.get("content.json")
    if attestation is not None and own:
        signed = attestation.get("content")
        same = isinstance(signed, dict) and is_file(own, signed)
        checks.note(same, "content.json is what was signed.", "content.json is not what was signed: it was changed.")
    listed = [(file, "content.json") for file in list_of(content)]
    listed += [(file, "attestation.json") for file in list_of(attestation)]
    for name in dict.fromkeys(file["name"] for file, _ in listed):
        found = scans.get(name)
        wrong = [where for file, where in listed if file["name"] == name and not (found and is_file(found, file))]
        checks.note(
            not wrong,
            "%s is unchanged (SHA-256 %s)." % (printable(name), found.sha256 if found else ""),
            "%s %s: it is not the file that %s lists."
            % (printable(name), "was changed" if found else "is missing", " and ".join(wrong)),
        )
    if attestation is not None:
        attested = [file["name"] for file in list_of(attestation)]
        loose = [name for name in scans if name in ORDER and name not in UNLISTED and name not in attested]
        checks.note(
            not loose, "The signature covers every file.", "The signature does not cover %s." % quoted(loose)
        )
    if content is not None:
        schema = content.get("schema")
        in_force = schema.get("sha256") if isinstance(schema, dict) else None
        same = "schema.json" in scans and scans["schema.json"].sha256 == in_force
        checks.note(content.get("format") == FORMAT, "The format is %s." % FORMAT, "The format is not %s." % FORMAT)
        checks.note(
            same,
            "schema.json is the schema that was in force.",
            "schema.json is not the schema that was in force.",
        )


def is_file(scan, said):
    return scan.sha256 == said.get("sha256") and scan.bytes == number(said.get("bytes"))


# The signature --------------------------------------------------------------------------------------------------------


def check_signature(scans, attestation, checks):
    """Returns the key's name, when what it signed holds."""
    files = [scans[name].small if name in scans else None for name in UNLISTED[:3]]
    message, signature, pem = files
    if message is None or signature is None or pem is None:
        checks.fail("The signature cannot be checked: what it takes is missing, or far too large to be that.")
        return None
    spki = from_pem(pem)
    ours = spki is not None and len(spki) == 44 and spki[:12].hex() == "302a300506032b6570032100"
    ours = ours and spki[12:43] + bytes([spki[43] & 0x7F]) not in NO_KEYS
    checks.note(
        ours,
        "public-key.pem is an Ed25519 key in its one form.",
        "public-key.pem is not an Ed25519 key in its one form.",
    )
    if not ours:
        return None
    kid = hashlib.sha256(spki).hexdigest()
    key = attestation.get("key") if attestation else None
    named = isinstance(key, dict) and key.get("kid") == kid and key.get("algorithm") == "Ed25519"
    checks.note(
        named,
        "The key is the one that the attestation names: %s." % kid,
        "The key %s is not the one that the attestation names." % kid,
    )
    good = signature_is_good(spki[12:], signature, message)
    checks.note(
        good,
        "The signature is good: attestation.json is as that key signed it.",
        "The signature is not good: attestation.json, its signature or the key was changed.",
    )
    return kid if good and named else None


def from_pem(pem):
    """The key's bytes, only when the text is exactly as it would be written again."""
    try:
        spki = base64.b64decode(re.sub(rb"-----[A-Z ]+-----|\n", b"", pem), validate=True)
    except binascii.Error:
        return None
    lines = re.findall(rb".{1,64}", base64.b64encode(spki))
    written = b"-----BEGIN PUBLIC KEY-----\n%s\n-----END PUBLIC KEY-----\n" % b"\n".join(lines)
    return spki if pem == written else None


def check_key(kid, content, keys, checks):
    same = [key for key in keys if kid is not None and key.get("kid") == kid]
    account = content.get("account") if content else None
    same.sort(key=lambda key: key.get("account") != account)
    known = next((key for key in same if key.get("account") in (account, None)), None)
    whose = " of account %s" % printable(known["account"]) if known and "account" in known else ""
    checks.note(
        known is not None,
        "It was signed with a key that you expect%s." % whose,
        "It was not signed with a key that you expect.",
    )
    revoked = known.get("revoked") if known else None
    if isinstance(revoked, dict):
        when, why = revoked.get("revoked_at"), revoked.get("reason")
        checks.fail("The key was revoked on %s: %s" % (printable(when), printable(why)))


def check_timestamp(scans, attestation, checks):
    missing = attestation.get("timestampMissing") if attestation else None
    if "timestamp.tsr" not in scans and isinstance(missing, str):
        checks.note(True, "There is no timestamp. %s." % printable(missing), "")
    if "timestamp.tsr" not in scans or "content.json" not in scans:
        return
    about = b"\x04\x20" + bytes.fromhex(scans["content.json"].sha256) in (scans["timestamp.tsr"].small or b"")
    checks.note(
        about,
        "timestamp.tsr is about this content.json; VERIFY.md says how to check who gave it.",
        "timestamp.tsr is not about this content.json.",
    )


# Ed25519, RFC 8032 section 6: the arithmetic of the curve in extended coordinates -------------------------------------

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_1 = pow(2, (P - 1) // 4, P)


def point_add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def point_times(scalar, point):
    result = (0, 1, 1, 0)
    while scalar > 0:
        if scalar & 1:
            result = point_add(result, point)
        point = point_add(point, point)
        scalar >>= 1
    return result


def recovered_x(y, sign):
    if y >= P:
        return None
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if x2 == 0:
        return None if sign else 0
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P != 0:
        x = x * ROOT_OF_MINUS_1 % P
    if (x * x - x2) % P != 0:
        return None
    return P - x if (x & 1) != sign else x


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE_X = recovered_x(BASE_Y, 0)
BASE = (BASE_X, BASE_Y, 1, BASE_X * BASE_Y % P)


def decompressed(encoded):
    number = int.from_bytes(encoded, "little")
    y = number & ((1 << 255) - 1)
    x = recovered_x(y, number >> 255)
    return None if x is None else (x, y, 1, x * y % P)


@functools.lru_cache(maxsize=64)
def signature_is_good(public, signature, message):
    if len(public) != 32 or len(signature) != 64:
        return False
    key, r = decompressed(public), decompressed(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= Q:
        return False
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    left, right = point_times(s, BASE), point_add(r, point_times(h, key))
    same_x = (left[0] * right[2] - right[0] * left[2]) % P == 0
    return same_x and (left[1] * right[2] - right[1] * left[2]) % P == 0


# The records ----------------------------------------------------------------------------------------------------------


def check_records(named, scans, content, attestation, checks):
    if "records.jsonl" not in scans or "records.leaves" not in scans:
        return
    records, leaves = scans["records.jsonl"].lines, scans["records.leaves"].lines
    if records is None or leaves is None:
        checks.fail("Which records differ cannot be told, as their lines cannot be read.")
        return
    merkle, counts = (content.get(name) if content else None for name in ("merkle", "counts"))
    root = merkle.get("root") if isinstance(merkle, dict) else None
    if content is not None:
        count = number(merkle.get("leaves")) if isinstance(merkle, dict) else None
        included = number(counts.get("included")) if isinstance(counts, dict) else None
        checks.note(
            records.count == count == included,
            "There are %d records, as many as were signed." % records.count,
            "There are %d records; signed were %s." % (records.count, count if isinstance(count, int) else "others"),
        )
        checks.note(
            records.root() == root,
            "The records make the signed Merkle root %s." % records.root(),
            "The records do not make the signed Merkle root.",
        )
    checks.note(
        leaves.order is None,
        "No record is there twice, and their order is right.",
        "The order in records.leaves is not right: %s." % leaves.order,
    )
    if records.chain.digest() == leaves.chain.digest():
        checks.note(True, "Each record has its hash in records.leaves.", "")
        erased = records.erased - leaves.erased
        if erased > 0:
            checks.note(True, "Of %d records the values were erased; a hash of them is left." % erased, "")
        others = " and others" if leaves.erased > len(leaves.own) else ""
        if leaves.erased > 0:
            checks.note(
                True, "Not erased, though they read so, as they came in: %s%s." % (quoted(leaves.own), others), ""
            )
        return
    key = identifier_key(named, attestation)
    for says in differences(named, records.hashes, leaves.hashes, key):
        checks.fail(says)
    says = "The records and the hashes in records.leaves do not fit each other."
    if records.root() == root:
        says += " The records are as they were signed: records.leaves was changed."
    elif root_of_leaves(named["records.leaves"]) != root:
        says += " records.leaves was changed, too, so that the names may mislead."
    checks.fail(says)


def differences(named, lines, leaves, key):
    """What happened to which record, in sentences. key: the member that tells records apart."""
    compared = compare_lists(leaves, lines)
    if compared is None:
        return ["Too many records differ to name them."]
    gone, extra, moved = compared
    gone_ids = names_at(named["records.leaves"], gone, lambda line: leaf_of(line)[1])
    moved_ids = names_at(named["records.leaves"], moved, lambda line: leaf_of(line)[1])
    extra_ids = names_at(named["records.jsonl"], extra, lambda line: record_id(line, key))
    wanted, known = set(extra_ids.values()), {}
    if wanted:
        for line in named["records.leaves"].lines():
            leaf, name, _ = leaf_of(line)
            if name in wanted:
                known[name] = int.from_bytes(leaf[:8], "big")
    removed = dict.fromkeys(gone_ids.values())
    changed, added, doubled, second = [], [], [], []
    for at, name in extra_ids.items():
        if name in removed:
            del removed[name]
            changed.append(name)
        elif name not in known:
            added.append(name)
        else:
            (doubled if known[name] == lines[at] else second).append(name)
    said = [
        ("Changed", changed),
        ("Removed", list(removed)),
        ("Added", added),
        ("There twice", doubled),
        ("There a second time, with other values", second),
        ("In another place", list(moved_ids.values())),
    ]
    sentences = ["%s: %s." % (what, quoted(names)) for what, names in said if names]
    if max(len(gone), len(extra), len(moved)) > LOOKED_AT_MAX:
        sentences.append("Only the first %d of each kind were looked at." % LOOKED_AT_MAX)
    return sentences


def compare_lists(a, b):
    """Positions in a that are gone from b, positions in b that a has not, positions in a that stand elsewhere in b."""
    start, a_end, b_end = 0, len(a), len(b)
    while start < a_end and start < b_end and a[start] == b[start]:
        start += 1
    while a_end > start and b_end > start and a[a_end - 1] == b[b_end - 1]:
        a_end, b_end = a_end - 1, b_end - 1
    if a_end - start + b_end - start > COMPARED_MAX:
        return None
    places, extra, pairs = {}, [], []
    for at in range(a_end - 1, start - 1, -1):
        places.setdefault(a[at], []).append(at)
    for at in range(start, b_end):
        if places.get(b[at]):
            pairs.append(places[b[at]].pop())
        else:
            extra.append(at)
    gone = sorted(at for left in places.values() for at in left)
    risen = longest_rise(pairs)
    fewest = [place for place in pairs if place not in risen]
    # Two that changed places are both out of place, though moving one alone could mend neighbours.
    apart = fewest if gone or extra else [place for at, place in enumerate(pairs) if place != start + at]
    return gone, extra, sorted(apart if len(apart) <= 2 * len(fewest) else fewest)


def longest_rise(numbers):
    """The most numbers of a list that rise from its beginning to its end: those kept their order."""
    ends, before = [], array.array("q")
    for at, number in enumerate(numbers):
        low, high = 0, len(ends)
        while low < high:
            middle = (low + high) // 2
            if numbers[ends[middle]] < number:
                low = middle + 1
            else:
                high = middle
        before.append(ends[low - 1] if low > 0 else -1)
        if low == len(ends):
            ends.append(at)
        else:
            ends[low] = at
    kept, at = set(), ends[-1] if ends else -1
    while at >= 0:
        kept.add(numbers[at])
        at = before[at]
    return kept


def names_at(member, places, read):
    """What stands in the lines at some places, by place."""
    wanted, found = set(places[:LOOKED_AT_MAX]), {}
    if wanted:
        for at, line in enumerate(member.lines()):
            if at in wanted:
                found[at] = read(line)
    return found


def identifier_key(named, attestation):
    """The member of a record that is its id: the attestation tells it; of an older one, records that are unchanged do."""
    told = attestation.get("identifierKey") if attestation else None
    if isinstance(told, str):
        return told
    ids, keys = {}, None
    for _, line in zip(range(LOOKED_AT_MAX), named["records.leaves"].lines()):
        leaf, name, _ = leaf_of(line)
        ids[leaf] = name
    for _, line in zip(range(LOOKED_AT_MAX), named["records.jsonl"].lines()):
        name = ids.get(hashlib.sha256(b"\x00" + line).digest())
        if name is not None and not line.startswith(ERASED):
            same = {key for key, value in (record_of(line) or {}).items() if value == name}
            keys = same if keys is None else keys & same
    return min(keys) if keys else "id"


def record_id(line, key):
    """A record's id as its line says it; that of an erased one stands at "id"."""
    record = record_of(line)
    start = line[:60].decode("utf-8", "replace")
    if record is None:
        return "(a line that is no record: %s)" % start
    name = record.get(key, record.get("id") if line.startswith(ERASED) else None)
    return name if isinstance(name, str) else "(a line without an id: %s)" % start


def record_of(line):
    """A record as its line says it, each number as the text that it is; None: it is none."""
    try:
        record = json.loads(line.decode("utf-8"), parse_int=str, parse_float=str, parse_constant=no_number)
        return record if isinstance(record, dict) else None
    except (ValueError, RecursionError):
        return None


def check_reveal(named, reveal, content, checks):
    name, pointer, value, salt = reveal
    # Of no other length: a longer salt could hold the first digits of a number, and the value be what is left.
    wanted = hashlib.sha256(b"\x02" + bytes.fromhex(salt) + value.encode("utf-8")).hexdigest()
    leaves, records = named.get("records.leaves"), named.get("records.jsonl")
    place = [at for at, line in enumerate(leaves.lines() if leaves else []) if leaf_of(line)[1] == name]
    line = names_at(records, place[:1], bytes).get(place[0]) if place and records else None
    if line is None:
        checks.fail("There is no record %s." % quoted([name]))
        return
    there = record_of(line)
    for step in steps_of(pointer):
        if isinstance(there, list):
            there = there[int(step)] if step.isdecimal() and int(step) < len(there) else None
        else:
            there = there.get(step) if isinstance(there, dict) else None
    redacted = is_redacted(content, pointer)
    same = redacted and isinstance(there, dict) and there.get("$redacted") == wanted
    what = "%s of %s" % (printable(pointer), quoted([name]))
    checks.note(
        same,
        "The value that was redacted at %s is the one you gave." % what,
        ("The value does not belong to %s." if redacted else "Nothing was redacted at %s: it came in so.") % what,
    )


def is_redacted(content, pointer):
    """Whether content.json says that what stands at a place was redacted: a record may hold what looks so."""
    redactions, steps = content.get("redactions") if content else None, steps_of(pointer)
    for redaction in redactions if isinstance(redactions, list) else []:
        wanted = steps_of(redaction) if isinstance(redaction, str) and redaction.startswith("/") else None
        if wanted and len(wanted) == len(steps) and all(one in ("*", step) for one, step in zip(wanted, steps)):
            return True
    return False


def steps_of(pointer):
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]


# Small tools ----------------------------------------------------------------------------------------------------------


def parsed(scans, name, checks):
    if name not in scans:
        return None
    try:
        text = (scans[name].small or b"").decode("utf-8")
        value = json.loads(text, parse_int=whole, parse_constant=no_number)
        if isinstance(value, dict):
            return value
    except (ValueError, RecursionError):
        pass  # said below, as for what is JSON and no object
    checks.fail("%s cannot be read: it is no JSON object." % name)
    return None


def whole(text):
    """A number of any length, as other programs read it: Python refuses to, from some length on."""
    return int(text) if len(text) < 16 else float(text)


def no_number(text):
    raise ValueError("%s is no JSON" % text)


def number(value):
    """To Python alone, True is 1."""
    return None if isinstance(value, bool) else value


def list_of(document):
    files = document.get("files") if document else None
    files = files if isinstance(files, list) else []
    return [file for file in files if isinstance(file, dict) and isinstance(file.get("name"), str)]


def printable(words):
    """What a bundle says may hold anything: nothing of it may steer a terminal or turn a line around."""
    steers = lambda letter: unicodedata.category(letter) in ("Cc", "Cf", "Cs", "Zl", "Zp")
    return "".join("\\u{%x}" % ord(letter) if steers(letter) else letter for letter in str(words))


def quoted(names):
    shown = [printable(json.dumps(name, ensure_ascii=False)) for name in names[:NAMED_MAX]]
    rest = len(names) - len(shown)
    return ", ".join(shown) + (" and %d more" % rest if rest else "")


# The command ----------------------------------------------------------------------------------------------------------


def options(words):
    rest, file, keys, reveal = list(words), None, None, None
    while rest:
        word = rest.pop(0)
        if word in ("--key", "--jwks") and rest:
            value = rest.pop(0)
            keys = [{"kid": kid_from(value)}] if word == "--key" else keys_from(value)
        elif word == "--reveal" and len(rest) >= 4:
            reveal, rest = rest[:4], rest[4:]
            if not re.fullmatch("[0-9a-f]{64}", reveal[3]):
                raise ValueError("SALT is 64 digits and letters a to f, no more and no less")
        elif word.startswith("--") or file:
            raise ValueError("%s is not known, or something is missing behind it; see the first lines of this file" % word)
        else:
            file = word
    return file, keys, reveal


def kid_from(word):
    if re.fullmatch("[0-9a-f]{64}", word):
        return word
    with open(word, "rb") as file:
        spki = from_pem(file.read())
    if spki is None:
        raise ValueError("%s is neither the name of a key nor a public key as PEM" % word)
    return hashlib.sha256(spki).hexdigest()


def keys_from(name):
    with open(name, encoding="utf-8") as file:
        read = json.load(file)
    keys = read.get("keys") if isinstance(read, dict) else None
    if not isinstance(keys, list):
        raise ValueError("%s is no set of keys as /.well-known/jwks.json is" % name)
    return [key for key in keys if isinstance(key, dict)]


def folder(name):
    files = [file for file in ORDER if os.path.exists(os.path.join(name, file))]
    sources = [(file, Zip(open(os.path.join(name, file), "rb"))) for file in files]
    return [Member(file, source, 0, source.size, source.size) for file, source in sources]


def others_in(name):
    return sorted(file for file in os.listdir(name) if file not in ORDER)


def main(words):
    file, keys, reveal = options(words)
    where = file or os.path.dirname(os.path.abspath(__file__))
    is_folder = os.path.isdir(where)
    checks, kid = check_bundle(folder(where) if is_folder else Zip(open(where, "rb")), keys, reveal)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(errors="backslashreplace")
    for ok, says in checks.all:
        print("%s  %s" % ("ok  " if ok else "FAIL", says))
    if is_folder:
        print("note  This is a folder: of the ZIP itself nothing was checked.")
        if others_in(where):
            print("note  These belong to no bundle, and were not looked at: %s." % quoted(others_in(where)))
    if checks.good and keys is None:
        print("note  Whose key %s is, this cannot tell: compare it with what its owner says, or use --jwks." % kid)
    failed = sum(1 for ok, _ in checks.all if not ok)
    if checks.good:
        print("\nGOOD: the evidence is complete and as it was signed.")
    else:
        print("\nNOT GOOD: %d of %d checks failed." % (failed, len(checks.all)))
    return 0 if checks.good else 1


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (OSError, ValueError) as error:
        print(error, file=sys.stderr)
        sys.exit(2)
