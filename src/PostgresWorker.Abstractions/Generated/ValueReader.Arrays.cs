namespace PostgresWorker.Generated;

public ref partial struct ValueReader
{
    /// <summary>Reads an array of at most one dimension, or a multirange. An array may begin at any index in Postgres; here it begins at 0.</summary>
    /// <param name="read">Reads an element.</param>
    public T[] GetArray<T>(ValueFunc<T> read)
    {
        var elements = new ElementReader(_bound, Value(), _format);
        T[] array = elements.Count == 0 ? [] : new T[elements.Count];
        for (var i = 0; i < array.Length; i++)
        {
            var element = elements.Next();
            array[i] = read(in element);
        }

        elements.End();
        return array;
    }

    /// <summary>Reads an array of at most one dimension, or a multirange.</summary>
    /// <param name="read">Reads an element.</param>
#pragma warning disable MA0016 // The property is a List.
    public List<T> GetList<T>(ValueFunc<T> read)
    {
        var elements = new ElementReader(_bound, Value(), _format);
        var list = new List<T>(elements.Count);
        for (var i = 0; i < elements.Count; i++)
        {
            var element = elements.Next();
            list.Add(read(in element));
        }

        elements.End();
        return list;
    }
#pragma warning restore MA0016

    /// <summary>Reads a composite.</summary>
    /// <param name="reader">Reads its fields.</param>
    public T GetComposite<T>(RowReader<T> reader)
    {
        var value = Value();
        var fields = _bound.Fields!;
        var tuple = _format switch
        {
            ValueFormat.Binary => TupleReader.OfBinaryRecord(fields, value),
            ValueFormat.Json => TupleReader.OfJson(fields, value),
            _ => TupleReader.OfTextRecord(fields, value),
        };
        return reader.Read(ref tuple);
    }
}
