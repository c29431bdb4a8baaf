using System.IO.MemoryMappedFiles;
using PostgresWorker.FailPoints;

namespace PostgresWorker.Torture.Worker;

/// <summary>How often fail points were reached, by all processes together: in a file that they share, so that who is killed at one has counted it.</summary>
internal sealed unsafe class FailPointCounts : IDisposable
{
    private const string FileName = "failpoints";

    private static readonly int Size = Enum.GetValues<FailPoint>().Length;

    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly long* _counts;

    public FailPointCounts(string folder)
    {
        _file = MemoryMappedFile.CreateFromFile(Path.Combine(folder, FileName), FileMode.OpenOrCreate, mapName: null, Size * 2 * sizeof(long));
        _view = _file.CreateViewAccessor();
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _counts = (long*)start;
    }

    /// <summary>Counts that one was reached.</summary>
    public void Reach(FailPoint point) => Interlocked.Increment(ref _counts[(int)point]);

    /// <summary>Counts that a process is killed at one.</summary>
    public void Kill(FailPoint point) => Interlocked.Increment(ref _counts[Size + (int)point]);

    /// <summary>How often it was reached.</summary>
    public long Reached(FailPoint point) => Volatile.Read(ref _counts[(int)point]);

    /// <summary>How often a process was killed at it.</summary>
    public long Kills(FailPoint point) => Volatile.Read(ref _counts[Size + (int)point]);

    public void Dispose()
    {
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }
}
