using System.Text;
using PostgresWorker.Generated;

namespace PostgresWorker.Integration.Types.Matrix;

/// <summary>A row as JSON.</summary>
internal sealed class JsonRow(TableLayout layout, string json) : StoredRow(layout)
{
    private protected override T Read<T>(RowReader<T> reader, RowBinding binding)
    {
        var tuple = TupleReader.OfJson(binding, Encoding.UTF8.GetBytes(json));
        return reader.Read(ref tuple);
    }
}
