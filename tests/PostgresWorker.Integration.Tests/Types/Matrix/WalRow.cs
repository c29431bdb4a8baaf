using PostgresWorker.Generated;
using PostgresWorker.Sources;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A row from the WAL.</summary>
internal sealed class WalRow : StoredRow
{
    private readonly bool _isBinary;
    private readonly byte[] _old;
    private readonly byte[] _new;

    public WalRow(in RawChange change, bool isBinary)
        : base(change.Tables[0])
    {
        _isBinary = isBinary;
        _old = change.Image.OldKind == OldTupleKind.Full ? change.Image.Old.ToArray() : [];
        _new = change.Image.New.ToArray();
    }

    private protected override T Read<T>(RowReader<T> reader, RowBinding binding)
    {
        var tuple = new TupleReader(binding, _new, _old);
        return reader.Read(ref tuple);
    }

    private protected override bool HasText(bool needsText) => !(_isBinary && needsText);
}
