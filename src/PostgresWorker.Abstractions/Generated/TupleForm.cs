namespace PostgresWorker.Generated;

/// <summary>What a <see cref="TupleReader"/> walks.</summary>
internal enum TupleForm : byte
{
    /// <summary>A TupleData of the stream.</summary>
    Wire,

    /// <summary>The binary form of a composite, as <c>record_send</c> writes it.</summary>
    BinaryRecord,

    /// <summary>The text form of a composite, as <c>record_out</c> writes it.</summary>
    TextRecord,

    /// <summary>A JSON object, of a row or of a composite.</summary>
    Json,
}
