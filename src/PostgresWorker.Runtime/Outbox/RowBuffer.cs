using System.Data.Common;

namespace PostgresWorker.Outbox;

/// <summary>The JSON of the rows of one fetch, one behind the other in memory that is used again for the next.</summary>
internal sealed class RowBuffer
{
    private const int Smallest = 64 * 1024;

    // What one fetch of large rows needed is not kept for all that follow.
    private const int LargestKept = 16 * 1024 * 1024;

    private byte[] _bytes = new byte[Smallest];
    private int _used;

    public ReadOnlySpan<byte> this[Range place] => _bytes.AsSpan(place);

    public void Clear()
    {
        _used = 0;
        if (_bytes.Length > LargestKept)
        {
            _bytes = new byte[Smallest];
        }
    }

    /// <summary>Takes a column of bytes; an empty place where it is NULL.</summary>
    public Range Take(DbDataReader reader, int ordinal)
    {
        if (reader.IsDBNull(ordinal))
        {
            return _used.._used;
        }

        var length = (int)reader.GetBytes(ordinal, 0, null, 0, 0);
        if (_bytes.Length - _used < length)
        {
            Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(_used + length)));
        }

        reader.GetBytes(ordinal, 0, _bytes, _used, length);
        _used += length;
        return (_used - length).._used;
    }
}
