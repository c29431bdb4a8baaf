using System.Reflection;
using System.Text.Json;
using PostgresWorker.Generated;
using Tuple = PostgresWorker.Generators.Tests.Harness.Tuple;

namespace PostgresWorker.Generators.Tests.RandomRows;

/// <summary>What a typed change says of its row as JSON.</summary>
internal static class WrittenRow
{
    /// <summary>Reads a tuple by the reader, and has the change written.</summary>
    public static JsonElement Of(RowReader reader, TableLayout layout, byte[] tuple) => PayloadOf(reader, layout, tuple).Data.New!.Value;

    /// <summary>The same with its keys.</summary>
    public static EventPayload PayloadOf(RowReader reader, TableLayout layout, byte[] tuple)
    {
        var write = typeof(WrittenRow).GetMethod(nameof(Write), BindingFlags.Static | BindingFlags.NonPublic)!;
        var type = reader.GetType().BaseType!.GetGenericArguments()[0];
        return (EventPayload)write.MakeGenericMethod(type).Invoke(null, BindingFlags.DoNotWrapExceptions, null, [reader, layout, tuple], null)!;
    }

    private static EventPayload Write<T>(RowReader<T> reader, TableLayout layout, byte[] tuple)
    {
        var route = new RowListenerRoute<T>("On", "shop", layout.Table, ChangeKinds.Rows, needsServices: false, reader, static (_, _, _) => default);
        var image = new RowImage(OldTupleKind.None, default, tuple);
        var change = (Change<T>)route.Read(ChangeKinds.Inserted, RowBinding.Create(layout, reader.Columns), image, Tuple.Context);
        return EventPayload.Parse(change.ToJson());
    }
}
