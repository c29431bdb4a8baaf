using FsCheck;
using FsCheck.Fluent;
using PostgresWorker.Delivery;

namespace PostgresWorker.Tests.Delivery.Model;

/// <summary>What is posted: a change, or a barrier before it.</summary>
/// <param name="Listener">Which listener it is for.</param>
/// <param name="Key">The key after the change.</param>
/// <param name="OldKey">The key before it; negative where it is the same.</param>
/// <param name="Kind">0 a mark, 1 unreadable, 2 always fails, 3 the first of its transaction, 4 behind a barrier; else nothing special.</param>
/// <param name="Failures">How often it fails before it succeeds.</param>
/// <param name="WireSize">How many bytes it had on the wire.</param>
internal sealed record ModelPost(int Listener, int Key, int OldKey, int Kind, int Failures, int WireSize)
{
    public bool IsMark => Kind == 0 && OldKey >= 0 && OldKey != Key;

    public bool IsUnreadable => Kind == 1;

    public bool IsPoison => Kind == 2;

    public bool BeginsTransaction => Kind == 3;

    public bool IsBehindBarrier => Kind == 4;
}

/// <summary>A listener: of batches where <paramref name="MaxSize"/> is not 0.</summary>
internal sealed record ModelListener(int MaxSize, int MaxWait);

/// <summary>All that is random about one run.</summary>
/// <param name="Settings">The lanes'.</param>
/// <param name="Listeners">Those of one table.</param>
/// <param name="Posts">What is posted, in order.</param>
/// <param name="CutAfter">After how many steps the lanes are cancelled; negative where they drain.</param>
/// <param name="Seed">What decides when attempts end and how time passes.</param>
/// <param name="Parks">Whether what is used up parks its key; then nothing is a mark.</param>
internal sealed record ModelCase(LaneSettings Settings, ModelListener[] Listeners, ModelPost[] Posts, int CutAfter, int Seed, bool Parks)
{
    public override string ToString() =>
        $"{Settings}, cut after {CutAfter}, seed {Seed}, parks {Parks}\n{string.Join("\n", Listeners.Select(listener => $"  {listener}"))}\n{string.Join("\n", Posts.Select((post, i) => $"  {i}: {post}"))}";

    public static Gen<ModelCase> All { get; } =
        from lanes in Gen.Choose(1, 5)
        from changes in Gen.Frequency((2, Gen.Choose(1, 6)), (1, Gen.Constant(64)))
        from bytes in Gen.Elements(1L, 70_000L, 200_000L, long.MaxValue)
        from ordering in Gen.Frequency((4, Gen.Constant(Ordering.PerKey)), (1, Gen.Constant(Ordering.PerTable)), (1, Gen.Constant(Ordering.None)))
        from listeners in Listener.ArrayOf(3)
        from length in Gen.Choose(0, 24)
        from posts in Post.ArrayOf(length)
        from cut in Gen.Choose(-120, 40)
        from seed in Gen.Choose(0, int.MaxValue)
        from parks in Gen.Elements(true, false)
        select Of(new LaneSettings(lanes, changes, bytes, ordering, IsInline: true), listeners, posts, cut, seed, parks && ordering != Ordering.None);

    private static ModelCase Of(LaneSettings settings, ModelListener[] listeners, ModelPost[] posts, int cut, int seed, bool parks) =>
        new(settings, listeners, parks ? [.. posts.Select(post => post with { Kind = post.IsMark ? 2 : post.Kind })] : posts, cut, seed, parks);

    private static Gen<ModelListener> Listener =>
        from size in Gen.Choose(-2, 4)
        from wait in Gen.Elements(0, 50)
        select new ModelListener(Math.Max(size, 0), wait);

    private static Gen<ModelPost> Post =>
        from listener in Gen.Choose(0, 2)
        from key in Gen.Choose(0, 3)
        from old in Gen.Choose(-9, 3)
        from kind in Gen.Choose(0, 20)
        from failures in Gen.Choose(-5, 2)
        from size in Gen.Elements(0, 40, 3000, 20_000)
        select new ModelPost(listener, key, old, kind, Math.Max(failures, 0), size);
}
