using PostgresWorker.Dispatch;
using PostgresWorker.Generated;
using PostgresWorker.Tests.Rows;

namespace PostgresWorker.Tests.Support;

/// <summary>A row of the table that these tests change.</summary>
internal sealed record Thing(long Id, string? Note);

/// <summary>The source, its tables and what listens to them.</summary>
internal static class Shop
{
    public const string Name = "shop";

    public static TableName Other { get; } = new("public", "others");

    public static TableLayout Layout { get; } = Table.Layout(("id", Table.Bigint), ("note", Table.Text));

    public static TableLayout OtherLayout { get; } = new(Other, [.. Layout.Columns]);

    public static ChangeTransaction Transaction { get; } = TransactionAt(0x100);

    public static ChangeTransaction TransactionAt(ulong commit) => new()
    {
        Source = Name,
        SystemIdentifier = "7300000000000000001",
        CommitLsn = new Lsn(commit),
        CommitTime = DateTimeOffset.UnixEpoch,
        TransactionId = 700,
    };

    /// <summary>A listener to rows.</summary>
    public static RowListenerRoute<Thing> Listener(
        string name, ChangeKinds kinds, ListenerInvoker<Change<Thing>> invoke, bool needsServices = false, TableName? table = null) =>
        new(name, Name, table ?? Table.Name, kinds, needsServices, new ThingReader(), invoke);

    public static RowListenerRoute<Thing> Listener(string name, ChangeKinds kinds = ChangeKinds.Rows) => Listener(name, kinds, (_, _, _) => default);

    /// <summary>A listener to truncates.</summary>
    public static TruncateListenerRoute TruncateListener(
        string name, ListenerInvoker<Truncated> invoke, bool needsServices = false, TableName? table = null) =>
        new(name, Name, table ?? Table.Name, needsServices, invoke);

    /// <summary>A listener to rows that is filtered or ordered in a way of its own.</summary>
    public static RowListenerRoute<Thing> Listener(string name, (string[] WhenChanged, string? OrderBy) settings, string? where = null) =>
        new(name, Name, Table.Name, ChangeKinds.Rows, false, new ThingReader(), (_, _, _) => default) { WhenChanged = settings.WhenChanged, OrderBy = settings.OrderBy, Where = where };

    /// <summary>A listener to batches of rows.</summary>
    public static BatchListenerRoute<Thing, Change<Thing>> BatchListener(string name, int maxSize, int maxWait, ListenerInvoker<IReadOnlyList<Change<Thing>>> invoke) =>
        new(name, Name, Table.Name, ChangeKinds.Rows, false, new ThingReader(), maxSize, maxWait, invoke);

    /// <summary>A row that was routed.</summary>
    public static RoutedChange RoutedRow(ListenerRoute route, int ordinal, int key = 0)
    {
        var context = new ChangeContext(Transaction, Table.Name, new Lsn(0x80), ordinal);
        return new RoutedChange(route, new Inserted<Thing>(new Thing(ordinal, null), context), context, key);
    }

    /// <summary>A listener to messages.</summary>
    public static ContentMessageRoute MessageListener(string name, string prefix, ListenerInvoker<LogicalMessage>? invoke = null) =>
        new(name, Name, prefix, needsServices: false, invoke ?? ((_, _, _) => default));

    /// <summary>A change that was routed, told apart by its ordinal; it has no row, which delivery does not look at.</summary>
    public static RoutedChange Routed(ListenerRoute route, int ordinal = 0, int key = 0)
    {
        var context = new ChangeContext(Transaction, Table.Name, new Lsn(0x80), ordinal);
        return new RoutedChange(route, new Truncated(context), context, key);
    }

    public static byte[] Tuple(long id, string? note = null) => TupleValue.Tuple(
        TupleValue.Text(id.ToString(System.Globalization.CultureInfo.InvariantCulture)),
        note is null ? TupleValue.Null : TupleValue.Text(note));

    private sealed class ThingReader : RowReader<Thing>
    {
        private static readonly RowColumn[] Declared = [new("id", "Id", ColumnKind.Int64, IsNullable: false), new("note", "Note", ColumnKind.String, IsNullable: true)];

        public override ReadOnlySpan<RowColumn> Columns => Declared;

        public override Thing Read(ref TupleReader tuple)
        {
            long id = 0;
            string? note = null;
            while (tuple.Next(out var slot))
            {
                if (slot == 0)
                {
                    id = tuple.Value.GetInt64();
                }
                else if (!tuple.IsNull)
                {
                    note = tuple.Value.GetString();
                }
            }

            return new Thing(id, note);
        }

        public override void Write(RowWriter writer, Thing row)
        {
            writer.Column(0).Write(row.Id);
            writer.Column(1).Write(row.Note);
        }
    }
}
