using PostgresWorker.Generated.Values;

namespace PostgresWorker.Generated;

public readonly partial struct ValueWriter
{
    /// <summary>Writes a geometric type as its text.</summary>
    /// <param name="coordinates">Its numbers, in the order of its text.</param>
    /// <param name="isOpen">Of a path, whether it is open.</param>
    public void WriteCoordinates(double[] coordinates, bool isOpen = false) => WriteText(GeometryTextWriter.Write(TypeOid, coordinates, isOpen));
}
