namespace PostgresWorker.Generated.Payloads;

/// <summary>Makes the payload of a typed change, of the columns that its row type declares.</summary>
internal static class RowPayload
{
    public static EventPayload Of<T>(Change<T> change)
    {
        var origin = change.Origin ?? throw new InvalidOperationException(
            $"{change.Action} of {change.Context.Table} was made by its constructor, so the columns of the table are not known, and it has no JSON. ToJson() is for changes that a listener is called with; to test what calls it, call the listener by a worker.");
        var old = change switch
        {
            Deleted<T> deleted => Write(deleted.Old, origin),
            Updated<T> { Old: { } row } when origin.CarriesOld => Write(row, origin),
            _ => null,
        };
        var @new = change is Deleted<T> ? null : Write(change.Row, origin);
        var layout = origin.Binding.Layout;
        return new PayloadChange(change.Action, PayloadKey.OfRow(layout, old), PayloadKey.OfRow(layout, @new), old, @new, change.Context).Payload;
    }

    private static byte[] Write<T>(T row, RowOrigin origin) => PayloadWriter.WriteRow(row, (RowReader<T>)origin.Reader, origin.Binding);
}
