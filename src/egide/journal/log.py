"""Append entries to one log and prove what it holds.

The order of writing makes a crash harmless: tiles and bundles are durable before the checkpoint that refers to them
becomes visible. Whatever lies beyond the checkpoint is not published and the next append replaces it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from egide.journal.checkpoint import (
    Checkpoint,
    SignedCheckpoint,
    add_signatures,
    format_checkpoint,
    open_checkpoint,
)
from egide.journal.errors import EntryRefused, InconsistentLog, LogMissing, MalformedProof
from egide.journal.hashing import EMPTY_ROOT, leaf_hash
from egide.journal.keys import COSIGNERS_PATH, VKEY_PATH, VerifierKey, format_vkey
from egide.journal.note import Note, NoteSignature, format_note, parse_note
from egide.journal.ports import Signer, TileStore
from egide.journal.tiles import (
    CHECKPOINT_PATH,
    MAX_ENTRY_BYTES,
    TILE_HEIGHT,
    TILE_WIDTH,
    RightEdge,
    Tile,
    TileReader,
    format_bundle,
    tiles_of_size,
)
from egide.journal.tree import prove_consistency, prove_inclusion, range_root
from egide.journal.witness import witness_lines


@dataclass(frozen=True, slots=True)
class Range:
    """Indexes given to a batch of entries, half-open [start, stop)."""

    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    def __iter__(self) -> Iterator[int]:
        return iter(range(self.start, self.stop))


@dataclass(slots=True)
class _Tip:
    """What the last append left in memory: valid as long as the stored checkpoint has the same text."""

    text: str
    edge: RightEdge
    bundle: list[bytes]


class Log:
    """One append-only log over a store of static files.

    Any number of processes may hold one; the store's exclusive right serialises what they write, and each
    append starts from the checkpoint that is stored, never from memory alone.

    Args:
        store: Where the files are.
        signer: The log's key (Ed25519, type 0x01); its name is the log's origin.
        cosigners: Further keys of the operator that sign each checkpoint, for instance ML-DSA.
    """

    def __init__(self, store: TileStore, signer: Signer, *, cosigners: Sequence[Signer] = ()) -> None:
        self._store = store
        self._signer = signer
        self._cosigners = tuple(cosigners)
        self._tip: _Tip | None = None
        self._last_seen: Checkpoint | None = None

    @property
    def key(self) -> VerifierKey:
        """The public key that readers need."""
        return self._signer.key

    @property
    def cosigner_keys(self) -> tuple[VerifierKey, ...]:
        """The public keys of the operator's further signatures."""
        return tuple(cosigner.key for cosigner in self._cosigners)

    @property
    def origin(self) -> str:
        """Name of the log."""
        return self.key.name

    def create(self, now: datetime) -> SignedCheckpoint:
        """Publish the public key and the checkpoint of an empty log, once; an existing log keeps its state.

        Further signatures are the operator's choice, which may change: the published checkpoint receives those that it
        lacks, and their keys are published, or withdrawn, beside the log's.

        Args:
            now: Aware UTC.

        Returns:
            The checkpoint that is published.

        Raises:
            InconsistentLog: there is no checkpoint and yet there are entries: one was removed.
            UntrustedSignature: a checkpoint by another key is there.
        """
        with self._store.exclusive():
            if self._store.read(CHECKPOINT_PATH) is None:
                # The checkpoint of size 0 is written before any tile, so a tile without one means it was removed.
                if any(self._store.read(Tile(0, 0, width).path) is not None for width in range(1, TILE_WIDTH + 1)):
                    raise InconsistentLog("the log has entries and no checkpoint: it was removed")
                first = self._signed(Checkpoint(self.origin, 0, EMPTY_ROOT), now)
                self._store.write({VKEY_PATH: f"{format_vkey(self.key)}\n".encode(), CHECKPOINT_PATH: first})
            self._publish_cosigners(now)
            return self.checkpoint()

    def append(self, entries: Sequence[bytes], now: datetime, *, first_index: int | None = None) -> Range:
        """Add a batch of entries and publish the checkpoint that covers them, durably.

        One batch costs the same few writes whatever its length: gather what concurrent writers have ready.

        Args:
            entries: Serialised entries, 1 to 65,535 bytes each, in order.
            now: Aware UTC.
            first_index: Index that the caller already gave to the first entry. A batch interrupted by a crash is
                then safe to give again: what is already in the log is compared, not added twice.

        Returns:
            The indexes of these entries.

        Raises:
            EntryRefused: an entry is empty or too long; nothing is written.
            LogMissing: the log was never created or its checkpoint was removed.
            InconsistentLog: the stored files do not lead to the signed root, the log went back since this object
                last saw it, or `first_index` leaves a gap or meets other entries.
        """
        batch = list(entries)
        for entry in batch:
            if not 0 < len(entry) <= MAX_ENTRY_BYTES:
                raise EntryRefused(f"an entry of {len(entry)} bytes is outside 1 to {MAX_ENTRY_BYTES}")
        with self._store.exclusive():
            tip = self._load_tip()
            start = tip.edge.size if first_index is None else first_index
            added = batch[self._already_written(tip, start, batch) :]
            if added:
                self._tip = None  # a failure below leaves memory unknown; the next append reloads
                self._tip = self._write(tip, added, now)
            return Range(start, start + len(batch))

    def checkpoint(self) -> SignedCheckpoint:
        """Read the published checkpoint and verify that this log signed it.

        Returns:
            The checkpoint with its bytes.

        Raises:
            LogMissing: there is none.
            MalformedInput: the file is not a checkpoint of this log.
            UntrustedSignature: this log's key did not sign it.
        """
        octets = self._store.read(CHECKPOINT_PATH)
        if octets is None:
            raise LogMissing("the log has no checkpoint")
        return open_checkpoint(octets, (self.key, *self.cosigner_keys), self.origin)

    def entry(self, index: int, size: int | None = None) -> bytes:
        """Read one entry by its index, below the published size (or the size given)."""
        return next(self.entries(index, index + 1, size))

    def entries(self, start: int, stop: int, size: int | None = None) -> Iterator[bytes]:
        """Read the entries [start, stop) in order.

        Args:
            start: First index.
            stop: End, excluded.
            size: A size already verified; None reads the published checkpoint.

        Yields:
            Serialised entries.

        Raises:
            ResourceMissing: a bundle is missing, or was pruned.
            MalformedTile: a bundle breaks the format.
            MalformedProof: the range goes beyond the log.
        """
        tiles, size = self._tiles(size)
        if not 0 <= start <= stop <= size:
            raise MalformedProof(f"entries {start} to {stop} are not below size {size}")
        while start < stop:
            index, position = divmod(start, TILE_WIDTH)
            last = min(TILE_WIDTH, position + stop - start)
            yield from tiles.bundle(index)[position:last]
            start += last - position

    def inclusion_proof(self, index: int, size: int | None = None) -> tuple[bytes, ...]:
        """Prove that an entry is in the tree of a size.

        Args:
            index: Entry, from 0.
            size: Size of the tree; None is the published one.

        Returns:
            Hashes from the leaf's sibling up to the root's child.

        Raises:
            MalformedProof: index not below size.
        """
        tiles, size = self._tiles(size)
        return prove_inclusion(tiles.node, index, size)

    def consistency_proof(self, old: int, new: int | None = None) -> tuple[bytes, ...]:
        """Prove that the tree of size `new` starts with the tree of size `old`.

        Args:
            old: Earlier size.
            new: Later size; None is the published one.

        Returns:
            Hashes in the order of RFC 6962 §2.1.2.

        Raises:
            MalformedProof: old larger than new.
        """
        tiles, new = self._tiles(new)
        return prove_consistency(tiles.node, old, new)

    def root_at(self, size: int) -> bytes:
        """Compute the root that the log had at an earlier size, 32 bytes."""
        tiles, size = self._tiles(size)
        return range_root(tiles.node, 0, size)

    def add_cosignatures(self, lines: str, trusted: Sequence[VerifierKey]) -> SignedCheckpoint:
        """Attach a witness's answer to the published checkpoint.

        Args:
            lines: Signature lines, as a witness answers.
            trusted: Keys of the witnesses that this log accepts.

        Returns:
            The checkpoint with the cosignatures of trusted keys only.

        Raises:
            MalformedNote: not signature lines.
            UntrustedSignature: no trusted witness signed the checkpoint that is published now.
        """
        with self._store.exclusive():
            published = self.checkpoint()
            text = parse_note(published.note).text
            accepted = witness_lines(lines, text, trusted)
            self._store.write({CHECKPOINT_PATH: add_signatures(published.note, accepted)})
            return open_checkpoint(self._read_checkpoint(), (self.key, *trusted), self.origin)

    def _publish_cosigners(self, now: datetime) -> None:
        keys = "".join(f"{format_vkey(key)}\n" for key in self.cosigner_keys).encode()
        if (self._store.read(COSIGNERS_PATH) or b"") != keys:
            if keys:
                self._store.write({COSIGNERS_PATH: keys})
            else:
                self._store.delete([COSIGNERS_PATH])
        published = self.checkpoint()
        missing = [cosigner for cosigner in self._cosigners if cosigner.key not in published.signers]
        if missing:
            text = format_checkpoint(published.checkpoint)
            lines = [cosigner.sign(text, now) for cosigner in missing]
            self._store.write({CHECKPOINT_PATH: add_signatures(published.note, lines)})

    def _read_checkpoint(self) -> bytes:
        return self._store.read(CHECKPOINT_PATH) or b""

    def _tiles(self, size: int | None) -> tuple[TileReader, int]:
        """Read at the published size, whose files exist; an earlier size uses the same perfect subtrees."""
        published = self.checkpoint().size
        if size is not None and size > published:
            raise MalformedProof(f"size {size} is beyond the published size {published}")
        return TileReader(self._store, published), published if size is None else size

    def _load_tip(self) -> _Tip:
        published = self.checkpoint()
        text = format_checkpoint(published.checkpoint)
        if self._tip is not None and self._tip.text == text:
            return self._tip
        tiles = TileReader(self._store, published.size)
        seen = self._last_seen
        if seen is not None and (published.size < seen.size or range_root(tiles.node, 0, seen.size) != seen.root):
            raise InconsistentLog(f"the log went back or changed since size {seen.size}: nothing is signed")
        edge = RightEdge.load(tiles)
        if edge.root() != published.root:
            raise InconsistentLog("the stored tiles do not lead to the signed root: nothing is signed")
        index, width = divmod(published.size, TILE_WIDTH)
        bundle = tiles.bundle(index) if width else []
        leaves = tiles.hash_tile(0, index) if width else b""
        if b"".join(map(leaf_hash, bundle)) != leaves:
            raise InconsistentLog(f"entries from {index * TILE_WIDTH} do not match their hashes: nothing is signed")
        self._last_seen = published.checkpoint
        return _Tip(text, edge, bundle)

    def _already_written(self, tip: _Tip, start: int, batch: Sequence[bytes]) -> int:
        """How many entries of the batch the log holds already, each compared."""
        size = tip.edge.size
        if start > size:
            raise InconsistentLog(f"entries {size} to {start - 1} are missing: the log is behind its writer")
        known = min(size - start, len(batch))
        if known and list(self.entries(start, start + known, size)) != list(batch[:known]):
            raise InconsistentLog(f"the log holds other entries from {start}: the writer is behind its log")
        return known

    def _write(self, tip: _Tip, added: Sequence[bytes], now: datetime) -> _Tip:
        edge, bundle = tip.edge.copy(), list(tip.bundle)
        before = edge.size
        files: dict[str, bytes] = {}
        for entry in added:
            bundle.append(entry)
            for tile, hashes in edge.append(leaf_hash(entry)):
                files[tile.path] = hashes
            if len(bundle) == TILE_WIDTH:
                files[Tile(None, (edge.size - 1) // TILE_WIDTH).path] = format_bundle(bundle)
                bundle.clear()
        unchanged = set(tiles_of_size(before))  # of the level above, most often
        for tile, hashes in edge.partial_tiles():
            if tile not in unchanged:
                files[tile.path] = hashes
        if bundle:
            files[Tile(None, edge.size // TILE_WIDTH, len(bundle)).path] = format_bundle(bundle)
        checkpoint = Checkpoint(self.origin, edge.size, edge.root())
        files[CHECKPOINT_PATH] = self._signed(checkpoint, now)
        self._store.write(files)
        self._drop_partials(before, edge.size)
        self._last_seen = checkpoint
        return _Tip(format_checkpoint(checkpoint), edge, bundle)

    def _signed(self, checkpoint: Checkpoint, now: datetime) -> bytes:
        text = format_checkpoint(checkpoint)
        lines: list[NoteSignature] = [signer.sign(text, now) for signer in (self._signer, *self._cosigners)]
        return format_note(Note(text, tuple(lines)))

    def _drop_partials(self, before: int, size: int) -> None:
        """Delete the partial tiles whose full tile is now published, as tlog-tiles allows."""
        for tile in tiles_of_size(before):
            level = tile.level or 0
            if size >> (TILE_HEIGHT * (level + 1)) > tile.index:
                self._store.delete_partials(tile.full.path)
                if level == 0:
                    self._store.delete_partials(Tile(None, tile.index).path)
