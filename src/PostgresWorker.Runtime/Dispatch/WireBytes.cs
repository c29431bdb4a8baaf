namespace PostgresWorker.Dispatch;

/// <summary>A change's bytes in a <see cref="WireStore"/>: the old tuple and behind it the new one. The default has none.</summary>
internal readonly record struct WireBytes(WireSegment? Segment, int Offset, int OldLength, int NewLength)
{
    public int Length => OldLength + NewLength;

    public ReadOnlySpan<byte> All => Segment is null ? default : Segment.Bytes.AsSpan(Offset, Length);

    public ReadOnlySpan<byte> Old => All[..OldLength];

    public ReadOnlySpan<byte> New => All[OldLength..];
}
