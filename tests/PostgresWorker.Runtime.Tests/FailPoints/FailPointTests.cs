using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using PostgresWorker.FailPoints;

namespace PostgresWorker.Tests.FailPoints;

/// <summary>What the torture's build has, no other has.</summary>
public sealed class FailPointTests
{
    private const byte Call = 0x28;

    [Fact]
    public void No_method_of_this_build_calls_a_fail_point()
    {
        Assert.False(Failing.AreBuiltIn);
        Assert.Empty(CallersOf(typeof(Failing).GetMethod(nameof(Failing.Reach))!));

        // That callers would be found: questions after mistakes are there, and always answered no.
        Assert.NotEmpty(CallersOf(typeof(Mutants).GetMethod(nameof(Mutants.Are))!));
    }

    [Fact]
    public void No_mistake_can_be_made_in_this_build()
    {
        foreach (var mutant in Enum.GetValues<Mutant>())
        {
            Mutants.Make(mutant);
            Assert.False(Mutants.Are(mutant));
        }

        Assert.False(Mutants.Drop(Lsn.None));
    }

    [Fact]
    public void Nothing_is_kept_of_a_mistake() =>
        Assert.Empty(typeof(Mutants).GetFields(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public));

    private static List<string> CallersOf(MethodInfo called)
    {
        byte[] call = [Call, .. BitConverter.GetBytes(called.MetadataToken)];
        using var stream = File.OpenRead(called.Module.Assembly.Location);
        using var assembly = new PEReader(stream);
        var metadata = assembly.GetMetadataReader();
        List<string> callers = [];
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress != 0 && assembly.GetMethodBody(method.RelativeVirtualAddress).GetILBytes().AsSpan().IndexOf(call) >= 0)
            {
                callers.Add(metadata.GetString(method.Name));
            }
        }

        return callers;
    }
}
