using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Outbox;

/// <summary>Reads nothing of a row.</summary>
internal sealed class BareReader : RowReader<object>
{
    public override ReadOnlySpan<RowColumn> Columns => [];

    public override object Read(ref TupleReader tuple) => this;

    public override void Write(RowWriter writer, object row)
    {
    }
}
