using System.Runtime.InteropServices;
using PostgresWorker.Dispatch;

namespace PostgresWorker.Tests.Support;

/// <summary>What a router says is to be delivered.</summary>
internal sealed class RoutedList : List<RoutedChange>, IRoutedChanges
{
    public ref RoutedChange Add()
    {
        Add(default);
        return ref CollectionsMarshal.AsSpan(this)[^1];
    }
}
